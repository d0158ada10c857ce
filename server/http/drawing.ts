import { clock } from "@/clock";
import { processWide } from "@/server/process/process-wide";

/** Of an answer: that it ends. */
type Answer = { readonly once: (event: "close", callback: () => void) => unknown };

/** What takes longer than this waits for something else than the processor, as a live stream does. */
const DRAWING_MS_MAX = 1_000;

const drawing = () => processWide("drawing", () => ({ count: 0 }));

/** Whether the framework is at work on an answer, so that somebody may be waiting for a page. */
export function isDrawing(): boolean {
  return drawing().count > 0;
}

/** Tells that the framework begins to work on this answer. */
export function beginDrawing(response: Answer): void {
  drawing().count += 1;
  let isOver = false;
  const end = () => {
    if (!isOver) drawing().count -= 1;
    isOver = true;
    clock.clearTimeout(timer);
  };
  const timer = clock.setTimeout(end, DRAWING_MS_MAX).unref();
  response.once("close", end);
}
