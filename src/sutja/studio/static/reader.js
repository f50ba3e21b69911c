/* Has the drawing read: by itself a moment after the last stroke, or at once when asked.
 *
 * There is one question at a time. Whatever changes the drawing cancels the question about the drawing as it was,
 * so an answer that is shown is always about what is on the canvas.
 */

import { recognize } from "./api.js";

const PAUSE = 500; // milliseconds after which a lifted pen counts as done

export class Reader {
  #question; // () -> {strokes, penWidth, scaleStrokeWidth, language}
  #show;
  #timer = 0;
  #controller = null;

  constructor(question, show) {
    this.#question = question;
    this.#show = show;
  }

  soon() {
    this.cancel();
    this.#timer = setTimeout(() => this.now(), PAUSE);
  }

  async now() {
    this.cancel();
    const controller = (this.#controller = new AbortController());
    this.#show({ state: "reading" });
    const { strokes, ...options } = this.#question();
    try {
      const outcome = await recognize(strokes, { ...options, signal: controller.signal });
      if (!controller.signal.aborted) this.#show(outcome);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  cancel() {
    clearTimeout(this.#timer);
    this.#controller?.abort();
  }
}
