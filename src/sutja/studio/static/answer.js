/* The answer: the digit, how probable it is, a sentence, a bar for each digit, and the picture that was read. */

import { text } from "./i18n.js";
import { judgement, percent } from "./sure.js";

const part = (id) => document.getElementById(id);

export class Answer {
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

  /** Show `outcome`: {state: "empty"}, {state: "drawing"}, {state: "reading"} or what `recognize` in api.js returns. */
  show(outcome) {
    const { state, answer } = outcome;
    const kind = answer ? kindOf(answer) : state;
    part("answer").dataset.state = kind;
    part("digit").textContent = answer ? (answer.refused ? text("none.title") : answer.digit) : "";
    part("percent").textContent = answer && !answer.refused ? percent(answer.probability) : "";
    part("sentence").textContent = answer ? verdict(answer, kind) : explanation(outcome);
    part("guess").textContent = answer?.refused ? text("none.guess", named(answer.guess)) : "";
    this.#bars.forEach((bar, digit) => {
      const probability = answer ? answer.probabilities[digit] : 0;
      bar.querySelector(".fill").style.setProperty("--probability", probability);
      bar.querySelector(".value").textContent = answer ? percent(probability) : "";
      bar.classList.toggle("slight", probability < 0.01);
      bar.classList.toggle("best", answer !== undefined && !answer.refused && answer.digit === digit);
    });
    paintPixels(part("pixels"), answer?.pixels);
  }
}

function kindOf(answer) {
  const judged = judgement(answer);
  return judged === "sure" ? "read" : judged; // what is unsure names the second digit too
}

function verdict({ probabilities, no_digit: noDigit }, kind) {
  if (kind === "no-digit") return text("none.sentence", { percent: percent(noDigit) });
  const [digit, otherDigit] = [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
  const { named: other } = named(otherDigit);
  return text(kind === "unsure" ? "answer.unsure" : "answer.sure", { ...named(digit), otherDigit, other });
}

function named(digit) {
  return { digit, named: text("digit.named")[digit] };
}

/** Why there is no digit: in our own words for what happens often, else in the server's. */
function explanation({ state, code, message }) {
  return text(`refused.${code}`) ?? message ?? text(`answer.${state}`) ?? "";
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
