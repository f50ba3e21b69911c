/* A board: a canvas with a drawing on it, and the ways to draw there. */

import { Canvas } from "./canvas.js";
import { Drawing, PENS } from "./drawing.js";
import { KeyboardPen } from "./keyboard.js";
import { drawWithPointer } from "./pointer.js";

export class Board {
  #element;
  #canvas;
  #finer;
  #keyboard;

  /** `aspect` is that of the canvas, `finer` what its pens are multiplied with, `say` is told of the keyboard's pen. */
  constructor(element, { aspect = 1, finer = 1, say }) {
    this.#element = element;
    this.drawing = new Drawing(aspect);
    this.#finer = finer;
    this.#canvas = new Canvas(element, this.drawing);
    this.#keyboard = new KeyboardPen(element, this.#canvas, this.drawing, say);
    drawWithPointer(element, this.drawing);
  }

  /** Draw with the pen of that name in PENS. */
  set pen(name) {
    this.drawing.penWidth = PENS[name] * this.#finer;
  }

  focus() {
    this.#element.focus();
  }

  /** Lift the keyboard's pen. */
  lift() {
    this.#keyboard.lift();
  }

  /** The drawing as the API takes it: {strokes, penWidth} in CSS pixels, points to a tenth; and its {width, height}. */
  get written() {
    const height = this.#canvas.height;
    const tenth = (value) => Math.round(value * height * 10) / 10;
    return {
      strokes: this.drawing.strokes.map((stroke) => stroke.map(({ x, y }) => [tenth(x), tenth(y)])),
      penWidth: this.drawing.penWidth * height,
      width: this.drawing.aspect * height,
      height,
    };
  }
}
