/* Drawing with the keyboard, while the canvas has the focus.
 *
 * The arrow keys move a pen: one press is one step, a held key moves it evenly, two held keys move it diagonally.
 * With Shift the steps are small. Space puts the pen down and lifts it. A click takes the drawing back to the mouse.
 */

const STEP = 1 / 40; // of the canvas' height
const SMALL_STEP = 1 / 160;
const HELD_AFTER = 200; // milliseconds until a held key moves the pen on its own
const SPEED = 0.45; // heights a second
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class KeyboardPen {
  #canvas;
  #drawing;
  #say;
  #at = { x: 0.5, y: 0.5 };
  #down = false;
  #held = new Map(); // key -> the time from which it counts as held
  #frame = 0;
  #moved = 0; // the time of the last frame

  /** `say("pen.down" | "pen.up")` is told what Space has done. */
  constructor(element, canvas, drawing, say) {
    this.#canvas = canvas;
    this.#drawing = drawing;
    this.#say = say;
    element.addEventListener("keydown", (event) => this.#press(event));
    element.addEventListener("keyup", (event) => this.#held.delete(event.key));
    element.addEventListener("blur", () => this.#leave());
    element.addEventListener("pointerdown", () => this.#leave());
    drawing.addEventListener("edit", () => this.lift());
  }

  /** Lift the pen, if it is down. */
  lift() {
    if (!this.#down) return;
    this.#down = false;
    this.#drawing.end();
    this.#show();
    this.#say("pen.up");
  }

  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in DIRECTIONS) {
      event.preventDefault();
      if (event.repeat) return;
      const [dx, dy] = DIRECTIONS[event.key];
      const step = event.shiftKey ? SMALL_STEP : STEP;
      this.#move(dx * step, dy * step);
      if (event.shiftKey) return;
      this.#held.set(event.key, performance.now() + HELD_AFTER);
      this.#frame ||= requestAnimationFrame((now) => this.#glide(now));
    } else if (event.key === " ") {
      event.preventDefault();
      if (!event.repeat) this.#toggle();
    } else if (event.key === "Escape") {
      this.lift();
    }
  }

  #toggle() {
    if (this.#down) {
      this.lift();
      return;
    }
    this.#drawing.start(this.#at);
    this.#down = true;
    this.#show();
    this.#say("pen.down");
  }

  #glide(now) {
    const seconds = Math.min((now - this.#moved) / 1000, 0.05);
    this.#moved = now;
    let [dx, dy] = [0, 0];
    for (const [key, since] of this.#held) {
      if (now < since) continue;
      dx += DIRECTIONS[key][0];
      dy += DIRECTIONS[key][1];
    }
    const length = Math.hypot(dx, dy);
    if (length > 0) this.#move((dx / length) * SPEED * seconds, (dy / length) * SPEED * seconds);
    this.#frame = this.#held.size ? requestAnimationFrame((next) => this.#glide(next)) : 0;
  }

  #move(dx, dy) {
    const clamp = (value, most) => Math.min(Math.max(value, 0), most);
    this.#at = { x: clamp(this.#at.x + dx, this.#drawing.aspect), y: clamp(this.#at.y + dy, 1) };
    if (this.#down) this.#drawing.extend(this.#at);
    this.#show();
  }

  #show() {
    this.#canvas.cursor = { ...this.#at, down: this.#down };
  }

  #leave() {
    this.#held.clear();
    this.lift();
    this.#canvas.cursor = null;
  }
}
