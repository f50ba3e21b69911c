/* A mode of the page: something to read, its reader, and what became of it.
 *
 * Modes share the panels beside them. Only the mode that is in view shows what it knows there; the others keep it
 * until they come into view again.
 */

import { Reader } from "./reader.js";

export class Mode {
  #view;
  #boxes;
  #shown = false;
  #outcome;

  /** `view.show(outcome)` shows what `ask(signal)` found, and `boxes`, if there are any, where it was found. */
  constructor(outcome, view, boxes, ask) {
    this.#outcome = outcome;
    this.#view = view;
    this.#boxes = boxes;
    this.reader = new Reader(ask, (found) => this.tell(found));
  }

  set shown(shown) {
    this.#shown = shown;
    if (shown) this.refresh();
  }

  /** From now on, `outcome` is what is known. */
  tell(outcome) {
    this.#outcome = outcome;
    this.refresh();
  }

  /** Show the same once more. */
  refresh() {
    this.#boxes?.show(this.#outcome);
    if (this.#shown) this.#view.show(this.#outcome);
  }

  /** Show the same in the language that is chosen now. */
  speak() {
    if (this.#outcome.state === "refused") this.reader.now(); // the server's sentence, once more
    else this.refresh();
  }
}
