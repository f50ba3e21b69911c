/* The drawing, kept as the way that the pen went rather than as pixels: so it can be undone stroke by stroke,
 * shown crisp at any size, and sent to be read. Points are {x, y}, y down; their unit, and that of the pen's width,
 * is the height of the paper, which is `aspect` times as wide. Each change is announced as an event: "start", "extend" and "end" of a stroke, "edit"
 * for whatever else alters the drawing.
 */

const CLOSEST = 0.0015; // points nearer to the last one than this add nothing that one could see

export const PENS = { thin: 0.03, medium: 0.06, thick: 0.1 };

export class Drawing extends EventTarget {
  #aspect;
  #strokes = [];
  #past = []; // the strokes as they were before each change, the latest last
  #penWidth = PENS.medium;
  #open = false;

  constructor(aspect = 1) {
    super();
    this.#aspect = aspect;
  }

  get aspect() {
    return this.#aspect;
  }

  get strokes() {
    return this.#strokes;
  }

  get penWidth() {
    return this.#penWidth;
  }

  set penWidth(width) {
    this.#penWidth = width;
    this.#announce("edit");
  }

  get isEmpty() {
    return this.#strokes.length === 0;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  /** Put the pen down at `point`. */
  start(point) {
    this.end();
    this.#change([...this.#strokes, [this.#within(point)]]);
    this.#open = true;
    this.#announce("start");
  }

  /** Draw on to `point`, if the pen is down. */
  extend(point) {
    if (!this.#open) return;
    const stroke = this.#strokes.at(-1);
    const [last, next] = [stroke.at(-1), this.#within(point)];
    if (Math.hypot(next.x - last.x, next.y - last.y) < CLOSEST) return;
    stroke.push(next);
    this.#announce("extend");
  }

  /** Lift the pen. */
  end() {
    if (!this.#open) return;
    this.#open = false;
    this.#announce("end");
  }

  /** Take back the last stroke, or the last clearing. */
  undo() {
    this.end();
    if (!this.canUndo) return;
    this.#strokes = this.#past.pop();
    this.#announce("edit");
  }

  clear() {
    this.end();
    if (this.isEmpty) return;
    this.#change([]);
    this.#announce("edit");
  }

  #change(strokes) {
    this.#past.push(this.#strokes);
    this.#strokes = strokes;
  }

  #announce(name) {
    this.dispatchEvent(new Event(name));
  }

  #within({ x, y }) {
    return { x: Math.min(Math.max(x, 0), this.#aspect), y: Math.min(Math.max(y, 0), 1) };
  }
}
