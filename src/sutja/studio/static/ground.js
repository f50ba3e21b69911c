/* The ground of a picture that is transparent in parts: the one on which the server reads it (sutja.ink.brightness).
 *
 * There, a drawing in one colour on nothing is black on white by its opacity. Here it keeps its colour, and lies on the
 * ground that shows it.
 */

const LOOKED_AT = 512; // pixels along the longer side; as many tell
const ONE_COLOUR = 0.1; // the range of brightness within one colour
const SOLID = 0.9; // of the highest opacity: from there on, the colour of a pixel is its own

/** "white" or "black", for the picture in `bitmap`. */
export function groundOf(bitmap) {
  const { data, width, height } = pixelsOf(bitmap);
  let highest = 0;
  for (let at = 3; at < data.length; at += 4) highest = Math.max(highest, data[at]);
  let [darkest, lightest] = [1, 0];
  let [left, top, right, bottom] = [width, height, 0, 0]; // of what is solid
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] <= SOLID * highest) continue;
    const luma = lumaOf(data, at);
    [darkest, lightest] = [Math.min(darkest, luma), Math.max(lightest, luma)];
    const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
  }
  if (lightest - darkest < ONE_COLOUR) return lightest > 0.5 ? "black" : "white";
  let dark = 0; // pixels of that box, on white
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const at = 4 * (y * width + x);
      const opacity = data[at + 3] / 255;
      if (lumaOf(data, at) * opacity + (1 - opacity) <= 0.5) dark += 1;
    }
  }
  return 2 * dark > (right - left) * (bottom - top) ? "black" : "white";
}

function lumaOf(data, at) {
  return (0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2]) / 255;
}

function pixelsOf(bitmap) {
  const scale = Math.min(1, LOOKED_AT / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
