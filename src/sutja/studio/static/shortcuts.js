/* Shortcuts: one key each, anywhere on the page. They can be switched off, since people who speak to their
 * computer send letters without meaning to (WCAG 2.1.4); Enter and Ctrl+Z stay.
 */

/** Run `actions[key]` when `key` is pressed; single letters and digits only while `singleKeys()` says so. */
export function listenForShortcuts(actions, singleKeys) {
  document.addEventListener("keydown", (event) => {
    const key = keyOf(event);
    if (event.repeat || event.altKey) return;
    if (event.target.closest("[type=number]") && key !== "Enter") return; // there, keys are for typing
    if (event.ctrlKey || event.metaKey) {
      if (key === "Z" && !event.shiftKey) run(event, actions.Z);
      return;
    }
    if (key === "Enter") {
      // On a button or a link, Enter already means that one.
      if (!event.target.closest("button, a, summary")) run(event, actions.Enter);
    } else if (singleKeys()) {
      run(event, actions[key]);
    }
  });
}

function run(event, action) {
  if (!action) return;
  event.preventDefault();
  action();
}

/** The key by its letter; with a Korean input method, which sends no letter, by its place on the keyboard. */
function keyOf({ key, code }) {
  if (/^[a-z0-9]$/i.test(key)) return key.toUpperCase();
  return /^Key([A-Z])$/.exec(code)?.[1] ?? key;
}
