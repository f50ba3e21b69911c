/* Asks the server what is drawn or photographed.
 *
 * Each function tells what became of its question: `{state: "read", answer}`, `{state: "refused", code, message}`
 * where the server says why not, `{state: "failed"}` or `{state: "unreachable"}`. It throws only the AbortError of
 * `signal`.
 */

/** Which digit the strokes are. */
export function recognize({ strokes, penWidth }, { scaleStrokeWidth, language, signal }) {
  const query = { scale_stroke_width: scaleStrokeWidth, lang: language };
  return ask("recognize", query, drawing(strokes, penWidth), signal);
}

/** Which digits the strokes are; `length` says how many, "" if that is not known. */
export function readStrokes({ strokes, penWidth }, { length, language, signal }) {
  return ask("read", pageQuery(length, language), drawing(strokes, penWidth), signal);
}

/** Which digits are on the picture, a Blob. */
export function readPicture(picture, { length, language, signal }) {
  return ask("read", pageQuery(length, language), { type: picture.type, content: picture }, signal);
}

function drawing(strokes, penWidth) {
  return { type: "application/json", content: JSON.stringify({ strokes, pen_width: penWidth }) };
}

function pageQuery(length, language) {
  return length ? { length, lang: language } : { lang: language };
}

async function ask(what, query, { type, content }, signal) {
  let response;
  let body;
  try {
    response = await fetch(`api/v1/${what}?${new URLSearchParams(query)}`, {
      method: "POST",
      headers: { "Content-Type": type },
      body: content,
      signal,
    });
    body = await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return { state: response ? "failed" : "unreachable" };
  }
  if (response.ok) return { state: "read", answer: body };
  return body.error ? { state: "refused", ...body.error } : { state: "failed" };
}
