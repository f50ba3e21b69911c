/* Opens a picture file in the browser, and makes of it what is sent to the server.
 *
 * A photograph is sent as it is where the server takes it. One that is too large, or of a type that the server may
 * not know or hold upright otherwise than this browser does, is drawn upright and sent as a JPEG file, not larger
 * than the server reads at its finest. What is shown is what is read: what is transparent, on the same ground.
 */

import { groundOf } from "./ground.js";

const SENT_AS_THEY_ARE = ["image/jpeg", "image/png"];
const MOST_BYTES = 9.5 * 2 ** 20;
const MOST_PIXELS = 65e6;
const LONGEST_SIDE = 2400; // pixels
const QUALITY = 0.92;

/** `{bitmap, ground, upload}` of a `file`: the picture held upright, the colour of what shows through it, and the Blob
 * to send; null if it is no picture. */
export async function openPicture(file) {
  const bitmap = await decoded(file);
  if (!bitmap) return null;
  const fits = file.size <= MOST_BYTES && bitmap.width * bitmap.height <= MOST_PIXELS;
  const ground = groundOf(bitmap);
  const upload = fits && SENT_AS_THEY_ARE.includes(file.type) ? file : await redrawn(bitmap, ground);
  return { bitmap, ground, upload };
}

async function decoded(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return createImageBitmap(file).catch(() => null); // older browsers know no such option, and turn it anyway
  }
}

async function redrawn(bitmap, ground) {
  const canvas = document.createElement("canvas");
  paint(bitmap, ground, canvas, LONGEST_SIDE);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/** Make of `canvas` the picture in `bitmap` on its `ground`, its longer side at most `longest` pixels. */
export function paint(bitmap, ground, canvas, longest) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}
