/* What is written on a page: its text in large type, a sentence about it, and a button that copies it. */

import { text } from "./i18n.js";
import { judgement } from "./sure.js";

const COPIED = 2000; // milliseconds for which the button says so

const part = (id) => document.getElementById(id);

export class Reading {
  #outcome = { state: "waiting" };

  constructor() {
    part("copy").addEventListener("click", () => this.copy());
  }

  /** Show `outcome`: a state alone, or what `readStrokes` and `readPicture` in api.js return. */
  show(outcome) {
    this.#outcome = outcome;
    const { state, answer } = outcome;
    const lines = answer ? linesOf(answer) : [];
    const found = answer && answer.digits.length === 0 ? "nothing" : state;
    part("reading").dataset.state = found;
    part("text").replaceChildren(...lines.map(line));
    part("text").style.setProperty("--longest", Math.max(1, ...lines.map((digits) => digits.length)));
    part("reading-sentence").textContent = answer ? summary(answer) : explanation(outcome);
    part("copy").disabled = lines.length === 0;
    showLegend(answer?.digits ?? []);
    this.#sayCopied(false);
  }

  /** Put the text on the clipboard. */
  async copy() {
    const copied = this.#outcome.answer?.text;
    if (!copied) return;
    try {
      await navigator.clipboard.writeText(copied);
      this.#sayCopied(true);
      setTimeout(() => this.#sayCopied(false), COPIED);
    } catch {
      getSelection().selectAllChildren(part("text")); // the browser forbids it: so Ctrl+C does it
    }
  }

  #sayCopied(isCopied) {
    part("copy-name").textContent = text(isCopied ? "copy.done" : "copy.name");
    part("copy").classList.toggle("done", isCopied);
  }
}

/** What the marks mean, those that there are, unless every digit is sure. */
function showLegend(digits) {
  const kinds = new Set(digits.map(judgement));
  part("legend").hidden = [...kinds].every((kind) => kind === "sure");
  for (const item of part("legend").children) item.hidden = !kinds.has(item.className);
}

/** The digits of each line that are in the text; lines of refused ones alone are left out. */
function linesOf({ digits, lines }) {
  const rest = [...digits];
  const all = lines.map((count) => rest.splice(0, count).filter((digit) => !digit.refused));
  return all.filter((each) => each.length > 0);
}

function line(digits) {
  const element = Object.assign(document.createElement("span"), { className: "line" });
  for (const digit of digits) {
    const unsure = judgement(digit) === "unsure";
    const tag = document.createElement(unsure ? "mark" : "span");
    tag.textContent = digit.digit;
    element.append(tag);
  }
  return element;
}

function summary(answer) {
  if (answer.digits.length === 0) return text("reading.nothing");
  const count = (kind) => answer.digits.filter((digit) => judgement(digit) === kind).length;
  const [read, unsure, refused] = [count("sure") + count("unsure"), count("unsure"), count("no-digit")];
  const found = { digits: counted("digits", read), lines: counted("lines", linesOf(answer).length) };
  const sentences = [
    read > 0 && text("reading.found", found),
    unsure > 0 && counted("unsure", unsure),
    refused > 0 && counted("refused", refused),
  ];
  return sentences.filter(Boolean).join(" ");
}

/** "1 digit", "2 digits": the sentence about `number` things, in the form that the language has for it. */
function counted(what, number) {
  const form = number === 1 ? "one" : "many";
  return text(`count.${what}.${form}`, { number });
}

function explanation({ state, code, message }) {
  return text(`refused.${code}`) ?? message ?? text(`answer.${state}`) ?? "";
}
