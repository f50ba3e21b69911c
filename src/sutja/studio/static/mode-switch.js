/* The switch between the modes of the page. What belongs to some of them says so: data-for="several photo". */

import { remember, remembered } from "./memory.js";

export class ModeSwitch {
  #radios;
  #changed;

  /** `changed(mode)` is called when another mode is chosen. */
  constructor(element, changed) {
    this.#radios = [...element.querySelectorAll("input")];
    this.#changed = changed;
    const before = this.#radios.find(({ value }) => value === remembered("mode"));
    if (before) before.checked = true;
    for (const radio of this.#radios) radio.addEventListener("change", () => this.#show());
  }

  get mode() {
    return this.#radios.find((radio) => radio.checked).value;
  }

  set mode(mode) {
    if (mode === this.mode) return;
    this.#radios.find(({ value }) => value === mode).checked = true;
    this.#show();
  }

  /** Go to the mode after this one. */
  next() {
    const at = this.#radios.findIndex((radio) => radio.checked);
    this.mode = this.#radios[(at + 1) % this.#radios.length].value;
  }

  #show() {
    remember("mode", this.mode);
    this.#changed(this.mode);
  }
}
