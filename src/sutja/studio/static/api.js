/* Asks the server which digit the strokes are. */

/** What became of a question: `{state: "read", answer}`, `{state: "refused", code, message}` where the server says
 * why not, `{state: "failed"}` or `{state: "unreachable"}`. Throws only the AbortError of `signal`.
 */
export async function recognize(strokes, { penWidth, scaleStrokeWidth, language, signal }) {
  const query = new URLSearchParams({ scale_stroke_width: scaleStrokeWidth, lang: language });
  let response;
  let body;
  try {
    response = await fetch(`api/v1/recognize?${query}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ strokes, pen_width: penWidth }),
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
