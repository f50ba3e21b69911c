/* How sure the network is, in words and numbers. */

import { text } from "./i18n.js";

const SURE = 0.9; // below this, a digit is to be looked at again; sutja.recognizer.answers has it too

/** What to make of a digit, alone or on a page: "sure", "unsure" or "no-digit". */
export function judgement({ probability, refused }) {
  if (refused) return "no-digit";
  return probability < SURE ? "unsure" : "sure";
}

/** Whole percents, and never 100: a network is not that sure of anything. */
export function percent(probability) {
  return text("percent", { value: Math.min(Math.round(probability * 100), 99) });
}
