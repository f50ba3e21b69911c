/* The page's sentences, in English or Korean, from texts/*.json.
 *
 * An element says which sentence it shows: data-i18n for its text, data-i18n-label for the name that a screen
 * reader says, data-i18n-title for the tip that the mouse shows. The first language is the browser's.
 */

import { remember, remembered } from "./memory.js";

const LANGUAGES = ["en", "ko"];
const texts = new Map(); // language -> its sentences
let language = "en";

/** The language that was chosen last time, else the first of the browser's languages that we speak. */
export function preferredLanguage() {
  const wished = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return [remembered("language"), ...wished].find((tag) => LANGUAGES.includes(tag)) ?? "en";
}

export function currentLanguage() {
  return language;
}

/** Fetch both languages at once: so that switching is instant, and works when the server is gone. */
export async function loadTexts() {
  const load = async (each) => texts.set(each, await (await fetch(`static/texts/${each}.json`)).json());
  await Promise.all(LANGUAGES.map(load));
}

/** Put the page into the language `wanted`. */
export function speak(wanted) {
  language = wanted;
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-i18n]")) element.textContent = text(element.dataset.i18n);
  for (const element of document.querySelectorAll("[data-i18n-label]")) {
    element.setAttribute("aria-label", text(element.dataset.i18nLabel));
  }
  for (const element of document.querySelectorAll("[data-i18n-title]")) element.title = text(element.dataset.i18nTitle);
}

/** Let `button` switch to the other language, remember that, and call `changed`. */
export function languageButton(button, changed) {
  const other = () => LANGUAGES.find((each) => each !== language);
  const label = () => {
    button.textContent = text("language.other");
    button.lang = other();
  };
  label();
  button.addEventListener("click", () => {
    speak(other());
    remember("language", language);
    label();
    changed();
  });
}

/** The sentence `key`, with its {fields} filled in. */
export function text(key, fields = {}) {
  const sentence = texts.get(language)[key];
  if (typeof sentence !== "string") return sentence;
  return sentence.replace(/\{(\w+)\}/g, (_match, name) => fields[name]);
}
