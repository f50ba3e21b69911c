/* The answer: the digit, how probable it is, a sentence, a bar for each digit, and the picture that was read. */

import { text } from "./i18n.js";

const SURE = 0.75; // below this, the sentence names the second digit too

const part = (id) => document.getElementById(id);

export class Answer {
  #outcome = { state: "empty" };
  #bars = [];

  constructor() {
    for (let digit = 0; digit < 10; digit += 1) {
      const bar = document.createElement("li");
      for (const name of ["name", "value", "track"]) {
        bar.append(Object.assign(document.createElement("span"), { className: name }));
      }
      bar.querySelector(".name").textContent = digit;
      bar.querySelector(".track").append(Object.assign(document.createElement("span"), { className: "fill" }));
      this.#bars.push(bar);
    }
    part("bars").append(...this.#bars);
  }

  get state() {
    return this.#outcome.state;
  }

  /** Show `outcome`: {state: "empty"}, {state: "drawing"}, {state: "reading"} or what `recognize` in api.js returns. */
  show(outcome) {
    this.#outcome = outcome;
    this.refresh();
  }

  /** Show the same once more, in the language that is chosen now. */
  refresh() {
    const { state, answer } = this.#outcome;
    const unsure = answer !== undefined && answer.probability < SURE;
    part("answer").dataset.state = unsure ? "unsure" : state;
    part("digit").textContent = answer ? answer.digit : "";
    part("percent").textContent = answer ? percent(answer.probability) : "";
    part("sentence").textContent = answer ? verdict(answer, unsure) : explanation(this.#outcome);
    this.#bars.forEach((bar, digit) => {
      const probability = answer ? answer.probabilities[digit] : 0;
      bar.querySelector(".fill").style.setProperty("--probability", probability);
      bar.querySelector(".value").textContent = answer ? percent(probability) : "";
      bar.classList.toggle("slight", probability < 0.01);
      bar.classList.toggle("best", answer?.digit === digit);
    });
    paintPixels(part("pixels"), answer?.pixels);
  }
}

function verdict({ probabilities }, unsure) {
  const [digit, otherDigit] = [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
  const names = text("digit.named");
  const fields = { digit, otherDigit, named: names[digit], other: names[otherDigit] };
  return text(unsure ? "answer.unsure" : "answer.sure", fields);
}

/** Why there is no digit: in our own words for what happens often, else in the server's. */
function explanation({ state, code, message }) {
  return text(`refused.${code}`) ?? message ?? text(`answer.${state}`) ?? "";
}

/** Whole percents, and never 100: a network is not that sure of anything. */
function percent(probability) {
  return text("percent", { value: Math.min(Math.round(probability * 100), 99) });
}

/** White ink on black, as in MNIST: the very numbers that the network received. */
function paintPixels(canvas, rows) {
  const context = canvas.getContext("2d");
  const picture = context.createImageData(28, 28);
  for (let index = 0; index < 28 * 28; index += 1) {
    const grey = rows ? rows[Math.floor(index / 28)][index % 28] : 0;
    picture.data.set([grey, grey, grey, 255], index * 4);
  }
  context.putImageData(picture, 0, 0);
}
