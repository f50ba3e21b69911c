/* Drawing, one digit or several: what is drawn is read as soon as the hand pauses. */

import { Mode } from "./mode.js";

export class DrawingMode extends Mode {
  #board;

  /** `empty` is the state in which nothing is drawn; `ask(written, signal)` has the board's drawing read. */
  constructor(board, { empty, view, boxes, ask }) {
    super({ state: empty }, view, boxes, async (signal) => {
      const { written } = board;
      return { ...(await ask(written, signal)), size: written };
    });
    this.#board = board;
    board.drawing.addEventListener("start", () => {
      this.reader.cancel();
      this.tell({ state: "drawing" });
    });
    board.drawing.addEventListener("end", () => this.reader.soon());
    board.drawing.addEventListener("edit", () => {
      this.reader.cancel();
      this.tell({ state: this.isEmpty ? empty : "drawing" });
      if (!this.isEmpty) this.reader.soon();
    });
  }

  get isEmpty() {
    return this.#board.drawing.isEmpty;
  }

  get canUndo() {
    return this.#board.drawing.canUndo;
  }

  /** Read at once. */
  now() {
    this.#board.lift();
    this.reader.now();
  }

  undo() {
    this.#board.drawing.undo();
  }

  clear() {
    this.#board.drawing.clear();
  }
}
