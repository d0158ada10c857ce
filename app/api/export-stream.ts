import type { Exporter } from "@/domain/exporter";
import { onStopping } from "@/server/lifecycle";
import { processWide } from "@/server/process-wide";

/** One costs a core for as long as it is read; more at once would only make each other, and everyone, slower. */
const EXPORTS_MAX = 8;

const underWay = () => processWide("exports", () => ({ count: 0 }));

/** Whether so many exports are being read that a further one has to wait. */
export function areExportsFull(): boolean {
  return underWay().count >= EXPORTS_MAX;
}

/**
 * The text of an export, a slice at a time and only as fast as it is taken, so that its size is no matter. A fault on the
 * way breaks the connection: a file that ends early must not look whole.
 */
export function streamOf<Row>(
  exporter: Exporter<Row>,
  slices: AsyncIterable<readonly Row[]>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const iterator = slices[Symbol.asyncIterator]();
  const counted = underWay();
  let forget = () => {};
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    counted.count -= 1;
    forget();
    void iterator.return?.();
  };
  return new ReadableStream({
    start(controller) {
      counted.count += 1;
      forget = onStopping(() => {
        controller.error(new Error("The server is stopping."));
        end();
      });
      if (exporter.header) controller.enqueue(encoder.encode(exporter.header));
    },
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (!next.done) return controller.enqueue(encoder.encode(exporter.lines(next.value)));
        controller.close();
      } catch (fault) {
        controller.error(fault);
      }
      end();
    },
    cancel: end,
  });
}
