/* Shows the drawing on the canvas, as sharp as the screen is, at whatever size the layout gives it.
 *
 * Everything is drawn anew in each frame in which something has changed: a drawing of a digit is small. Between
 * the points a stroke follows quadratic curves through the middles of its segments, which touch the segments
 * there, so that a quick hand leaves no corners.
 */

export class Canvas {
  #element;
  #drawing;
  #context;
  #height = 0;
  #frame = 0;
  #cursor = null;

  constructor(element, drawing) {
    this.#element = element;
    this.#drawing = drawing;
    this.#context = element.getContext("2d");
    for (const name of ["start", "extend", "end", "edit"]) drawing.addEventListener(name, () => this.refresh());
    new ResizeObserver(() => this.#fit()).observe(element);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.refresh());
  }

  /** The height of the canvas in CSS pixels, when it was last in view: one unit of the drawing. */
  get height() {
    return this.#height;
  }

  /** Where the keyboard's pen is, {x, y, down}; null shows none. */
  set cursor(cursor) {
    this.#cursor = cursor;
    this.refresh();
  }

  refresh() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  #fit() {
    const { clientWidth, clientHeight } = this.#element;
    if (clientHeight === 0) return; // out of view
    this.#height = clientHeight;
    const [width, height] = [clientWidth, clientHeight].map((length) => Math.round(length * devicePixelRatio));
    if (width === this.#element.width && height === this.#element.height) return;
    this.#element.width = width;
    this.#element.height = height;
    this.#paint(); // at once: setting the size has wiped the canvas
  }

  #paint() {
    const context = this.#context;
    const { width, height } = this.#element;
    const style = getComputedStyle(this.#element);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.scale(height, height);
    context.lineCap = context.lineJoin = "round";
    context.lineWidth = this.#drawing.penWidth;
    context.strokeStyle = context.fillStyle = style.color;
    for (const stroke of this.#drawing.strokes) paintStroke(context, stroke, this.#drawing.penWidth);
    if (this.#cursor) this.#paintCursor(context, style.getPropertyValue("--accent"));
  }

  #paintCursor(context, color) {
    const { x, y, down } = this.#cursor;
    context.beginPath();
    context.arc(x, y, Math.max(this.#drawing.penWidth / 2, 0.02), 0, 2 * Math.PI);
    context.strokeStyle = context.fillStyle = color;
    context.lineWidth = 0.008;
    if (down) context.fill();
    else context.stroke();
    context.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      context.moveTo(x + dx * 0.06, y + dy * 0.06);
      context.lineTo(x + dx * 0.09, y + dy * 0.09);
    }
    context.stroke();
  }
}

function paintStroke(context, points, width) {
  const [first, ...others] = points;
  context.beginPath();
  if (others.length === 0) {
    context.arc(first.x, first.y, width / 2, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  context.moveTo(first.x, first.y);
  for (const [index, point] of others.entries()) {
    const next = others[index + 1];
    if (next) context.quadraticCurveTo(point.x, point.y, (point.x + next.x) / 2, (point.y + next.y) / 2);
    else context.lineTo(point.x, point.y);
  }
  context.stroke();
}
