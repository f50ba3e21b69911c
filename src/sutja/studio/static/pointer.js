/* Drawing with a mouse, a pen or a finger.
 *
 * One pointer draws at a time, so that a palm that touches the screen beside the pen leaves no ink. The browser
 * joins the movements of one frame into one event; the single ones are taken out again, which makes quick curves
 * smooth.
 */

export function drawWithPointer(canvas, drawing) {
  let pointer = null;
  let frame = null; // where the canvas is on the screen while a stroke is drawn

  const at = (event) => ({
    x: (event.clientX - frame.left) / frame.height,
    y: (event.clientY - frame.top) / frame.height,
  });

  canvas.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button !== 0) return;
    pointer = event.pointerId;
    frame = canvas.getBoundingClientRect();
    canvas.setPointerCapture(pointer);
    drawing.start(at(event));
  });

  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    const joined = event.getCoalescedEvents?.() ?? [];
    for (const single of joined.length ? joined : [event]) drawing.extend(at(single));
  });

  // Sent whenever the pointer goes up, is cancelled, or is lost in any other way.
  canvas.addEventListener("lostpointercapture", (event) => {
    if (event.pointerId !== pointer) return;
    pointer = null;
    drawing.end();
  });
}
