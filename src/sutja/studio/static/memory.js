/* What the page remembers in this browser from one visit to the next. Where that is forbidden, it forgets. */

const PREFIX = "sutja.";

export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Storage is switched off in this browser.
  }
}

export function remembered(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}
