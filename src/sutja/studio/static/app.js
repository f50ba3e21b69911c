/* The page: its parts, and who tells whom what. */

import { Answer } from "./answer.js";
import { Canvas } from "./canvas.js";
import { Drawing, PENS } from "./drawing.js";
import { currentLanguage, languageButton, loadTexts, preferredLanguage, speak, text } from "./i18n.js";
import { KeyboardPen } from "./keyboard.js";
import { remember, remembered } from "./memory.js";
import { drawWithPointer } from "./pointer.js";
import { Reader } from "./reader.js";
import { listenForShortcuts } from "./shortcuts.js";

const part = (id) => document.getElementById(id);
const pens = [...part("pens").querySelectorAll("input")];

await loadTexts();
speak(preferredLanguage());

const drawing = new Drawing();
const canvas = new Canvas(part("canvas"), drawing);
const answer = new Answer();
const reader = new Reader(
  () => ({
    strokes: strokesIn(canvas.side),
    penWidth: drawing.penWidth * canvas.side,
    scaleStrokeWidth: part("scale-stroke-width").checked,
    language: currentLanguage(),
  }),
  (outcome) => answer.show(outcome),
);
const keyboardPen = new KeyboardPen(part("canvas"), canvas, drawing, (what) => {
  part("pen-status").textContent = text(what);
});
drawWithPointer(part("canvas"), drawing);

/** The strokes as the API takes them: [x, y] in CSS pixels of a canvas of that `side`, to a tenth. */
function strokesIn(side) {
  const tenth = (value) => Math.round(value * side * 10) / 10;
  return drawing.strokes.map((stroke) => stroke.map(({ x, y }) => [tenth(x), tenth(y)]));
}

function showTools() {
  part("invitation").hidden = !drawing.isEmpty;
  part("undo").disabled = !drawing.canUndo;
  part("clear").disabled = drawing.isEmpty;
}

drawing.addEventListener("start", () => {
  reader.cancel();
  answer.show({ state: "drawing" });
  showTools();
});
drawing.addEventListener("end", () => reader.soon());
drawing.addEventListener("edit", () => {
  reader.cancel();
  answer.show({ state: drawing.isEmpty ? "empty" : "drawing" });
  if (!drawing.isEmpty) reader.soon();
  showTools();
});

function recognizeNow() {
  keyboardPen.lift();
  reader.now();
}

part("undo").addEventListener("click", () => drawing.undo());
part("clear").addEventListener("click", () => drawing.clear());
part("recognize").addEventListener("click", recognizeNow);

for (const pen of pens) {
  pen.checked = pen.value === (remembered("pen") ?? "medium");
  pen.addEventListener("change", () => {
    remember("pen", pen.value);
    drawing.penWidth = PENS[pen.value];
  });
}
drawing.penWidth = PENS[pens.find((pen) => pen.checked).value];

/** Keep the switch `id` as it was at the last visit, and call `changed(on)` now and at each change. */
function rememberedSwitch(id, changed) {
  const input = part(id);
  const before = remembered(id);
  if (before !== null) input.checked = before === "true";
  input.addEventListener("change", () => {
    remember(id, input.checked);
    changed(input.checked);
  });
  changed(input.checked);
}

rememberedSwitch("show-preprocessing", (on) => {
  part("preprocessing").hidden = !on;
});
rememberedSwitch("scale-stroke-width", () => {
  if (!drawing.isEmpty) reader.now();
});
rememberedSwitch("single-keys", (on) => {
  document.body.classList.toggle("no-single-keys", !on);
});

languageButton(part("language"), () => {
  if (answer.state === "refused") reader.now(); // the server's sentence, once more in the other language
  else answer.refresh();
});

listenForShortcuts(
  {
    Enter: recognizeNow,
    Z: () => drawing.undo(),
    C: () => drawing.clear(),
    1: () => pens[0].click(),
    2: () => pens[1].click(),
    3: () => pens[2].click(),
    P: () => part("show-preprocessing").click(),
    S: () => part("scale-stroke-width").click(),
    D: () => part("canvas").focus(),
    L: () => part("language").click(),
  },
  () => part("single-keys").checked,
);

answer.show({ state: "empty" });
showTools();
document.body.classList.add("ready");
