/* The page: its parts, and who tells whom what. */

import { Answer } from "./answer.js";
import { readPicture, readStrokes, recognize } from "./api.js";
import { Board } from "./board.js";
import { Boxes } from "./boxes.js";
import { DrawingMode } from "./drawing-mode.js";
import { currentLanguage, languageButton, loadTexts, preferredLanguage, speak, text } from "./i18n.js";
import { takeFiles } from "./intake.js";
import { remember, remembered } from "./memory.js";
import { ModeSwitch } from "./mode-switch.js";
import { PhotoMode } from "./photo-mode.js";
import { Reading } from "./reading.js";
import { listenForShortcuts } from "./shortcuts.js";

const WIDE = 5 / 3; // the aspect of the canvas for several digits, as in board.css
const FINER = 0.55; // several digits are written smaller, so their pens are finer

const part = (id) => document.getElementById(id);
const pens = [...part("pens").querySelectorAll("input")];

await loadTexts();
speak(preferredLanguage());

const say = (what) => {
  part("pen-status").textContent = text(what);
};
const boards = {
  one: new Board(part("canvas"), { say }),
  several: new Board(part("wide-canvas"), { aspect: WIDE, finer: FINER, say }),
};
const answer = new Answer();
const reading = new Reading();

const pageOptions = (signal) => ({
  length: part("length").validity.valid ? part("length").value : "",
  language: currentLanguage(),
  signal,
});
const modes = {
  one: new DrawingMode(boards.one, {
    empty: "empty",
    view: answer,
    ask: (written, signal) => {
      const scaleStrokeWidth = part("scale-stroke-width").checked;
      return recognize(written, { scaleStrokeWidth, language: currentLanguage(), signal });
    },
  }),
  several: new DrawingMode(boards.several, {
    empty: "blank",
    view: reading,
    boxes: new Boxes(part("drawn-boxes")),
    ask: (written, signal) => readStrokes(written, pageOptions(signal)),
  }),
  photo: new PhotoMode(
    { frame: part("picture"), canvas: part("photo"), invitation: part("photo-invitation"), remove: part("remove") },
    {
      view: reading,
      boxes: new Boxes(part("photo-boxes")),
      ask: (picture, signal) => readPicture(picture, pageOptions(signal)),
    },
  ),
};
const modeSwitch = new ModeSwitch(part("modes"), showMode);
const current = () => modes[modeSwitch.mode];

function showMode() {
  part("studio").dataset.mode = modeSwitch.mode;
  for (const mode of Object.values(modes)) mode.shown = mode === current();
  showTools();
}

function showTools() {
  if (!(current() instanceof DrawingMode)) return;
  part("invitation").hidden = !current().isEmpty;
  part("undo").disabled = !current().canUndo;
  part("clear").disabled = current().isEmpty;
}

for (const { drawing } of Object.values(boards)) {
  for (const name of ["start", "edit"]) drawing.addEventListener(name, showTools);
}

function recognizeNow() {
  if (current() === modes.photo && modes.photo.isEmpty) part("choose").click();
  else current().now();
}

part("undo").addEventListener("click", () => current().undo());
part("clear").addEventListener("click", () => current().clear());
part("recognize").addEventListener("click", recognizeNow);
part("again").addEventListener("click", recognizeNow);

part("remove").addEventListener("click", () => modes.photo.clear());
part("choose").addEventListener("click", () => part("file").click());
part("shoot").addEventListener("click", () => part("camera").click());
part("photo-invitation").addEventListener("click", () => part("file").click());
takeFiles([part("file"), part("camera")], part("studio"), (file) => {
  modeSwitch.mode = "photo";
  modes.photo.take(file);
});

function usePen(name) {
  for (const board of Object.values(boards)) board.pen = name;
}
for (const pen of pens) {
  pen.checked = pen.value === (remembered("pen") ?? "medium");
  pen.addEventListener("change", () => {
    remember("pen", pen.value);
    usePen(pen.value);
  });
}
usePen(pens.find((pen) => pen.checked).value);

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
  if (!modes.one.isEmpty) modes.one.now();
});
rememberedSwitch("show-boxes", (on) => {
  part("studio").classList.toggle("no-boxes", !on);
});
rememberedSwitch("single-keys", (on) => {
  document.body.classList.toggle("no-single-keys", !on);
});
part("length").addEventListener("change", () => {
  if (!current().isEmpty) current().now();
});

languageButton(part("language"), () => {
  for (const mode of Object.values(modes)) mode.speak();
});

/** Click the part `id` if it is in view. */
function click(id) {
  if (part(id).offsetParent) part(id).click();
}

listenForShortcuts(
  {
    Enter: recognizeNow,
    Z: () => current().undo?.(),
    C: () => current().clear(),
    1: () => pens[0].click(),
    2: () => pens[1].click(),
    3: () => pens[2].click(),
    M: () => modeSwitch.next(),
    O: () => {
      modeSwitch.mode = "photo";
      part("choose").click();
    },
    Y: () => click("copy"),
    B: () => click("show-boxes"),
    P: () => click("show-preprocessing"),
    S: () => click("scale-stroke-width"),
    D: () => boards[modeSwitch.mode]?.focus(),
    L: () => part("language").click(),
  },
  () => part("single-keys").checked,
);

showMode();
document.body.classList.add("ready");
