/* Has something read: by itself a moment after the last stroke, or at once when asked.
 *
 * There is one question at a time. Whatever changes the drawing or the picture cancels the question about it as it
 * was, so an answer that is shown is always about what is in view.
 */

const PAUSE = 500; // milliseconds after which a lifted pen counts as done

export class Reader {
  #ask; // (signal) -> the outcome, see api.js
  #show;
  #timer = 0;
  #controller = null;

  constructor(ask, show) {
    this.#ask = ask;
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
    try {
      const outcome = await this.#ask(controller.signal);
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
