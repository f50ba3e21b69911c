/* Boxes around the digits that were read, over the picture or the drawing, each with its digit above it.
 *
 * They are placed in parts of the picture's size, so they stay where they are when it is shown larger or smaller.
 */

import { judgement, percent } from "./sure.js";

const SMALL = 0.04; // of the picture's longer side: a digit lower than this has a fine box and no label

export class Boxes {
  #element;

  constructor(element) {
    this.#element = element;
  }

  /** Show the boxes of an `outcome`: of its answer, in a picture of its size; none if it has no answer. */
  show({ answer, size }) {
    const { width, height } = size ?? {};
    this.#element.replaceChildren(...(answer?.digits ?? []).map((digit) => box(digit, width, height)));
  }
}

function box(digit, width, height) {
  const [left, top, right, bottom] = digit.box;
  const element = Object.assign(document.createElement("div"), { className: `box ${judgement(digit)}` });
  element.classList.toggle("small", bottom - top < SMALL * Math.max(width, height));
  element.style.left = `${(100 * left) / width}%`;
  element.style.top = `${(100 * top) / height}%`;
  element.style.width = `${(100 * (right - left)) / width}%`;
  element.style.height = `${(100 * (bottom - top)) / height}%`;
  const label = document.createElement("span");
  label.textContent = digit.refused ? "×" : digit.digit;
  if (!digit.refused) element.title = `${digit.digit}: ${percent(digit.probability)}`;
  element.append(label);
  return element;
}
