/* Photos: a picture from a file, the camera, the clipboard or another window is shown, and read at once. */

import { Mode } from "./mode.js";
import { openPicture, paint } from "./picture.js";

const EMPTY = { state: "waiting" };
const LONGEST_SHOWN = 2000; // pixels; more are not seen, and some browsers have no canvas beyond 16 million

export class PhotoMode extends Mode {
  #parts;
  #upload = null;
  #taken = 0;

  /** `parts` are {frame, canvas, invitation, remove}; `ask(picture, signal)` has a picture read. */
  constructor(parts, { view, boxes, ask }) {
    super(EMPTY, view, boxes, async (signal) => sized(await ask(this.#upload, signal)));
    this.#parts = parts;
  }

  get isEmpty() {
    return this.#upload === null;
  }

  /** Show and read `file`, whatever it is. */
  async take(file) {
    this.reader.cancel();
    this.tell({ state: "reading" });
    const number = (this.#taken += 1);
    const picture = await openPicture(file);
    if (number !== this.#taken) return; // another one was taken meanwhile
    this.#upload = picture?.upload ?? null;
    this.#paint(picture);
    if (picture) this.reader.now();
    else this.tell({ state: "unopened" });
  }

  /** Read the same picture once more. */
  now() {
    if (!this.isEmpty) this.reader.now();
  }

  clear() {
    this.reader.cancel();
    this.#taken += 1;
    this.#upload = null;
    this.#paint();
    this.tell(EMPTY);
  }

  #paint(picture = null) {
    const { frame, canvas, invitation, remove } = this.#parts;
    frame.hidden = remove.disabled = !picture;
    invitation.hidden = Boolean(picture);
    if (!picture) return;
    paint(picture.bitmap, picture.ground, canvas, LONGEST_SHOWN);
    frame.style.setProperty("--aspect", canvas.width / canvas.height);
    picture.bitmap.close();
  }
}

/** The outcome with the `size` of the picture that its boxes refer to. */
function sized(outcome) {
  return outcome.answer ? { ...outcome, size: outcome.answer } : outcome;
}
