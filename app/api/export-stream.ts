import type { Exporter } from "@/domain/exporter";
import { onStopping } from "@/server/lifecycle";

/** One costs a core for as long as it is read; more at once would only make each other, and everyone, slower. */
const EXPORTS_MAX = 8;

declare global {
  var relinkExports: number | undefined;
}

/** Whether so many exports are being read that a further one has to wait. */
export function areExportsFull(): boolean {
  return (globalThis.relinkExports ?? 0) >= EXPORTS_MAX;
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
  let forget = () => {};
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    globalThis.relinkExports = (globalThis.relinkExports ?? 1) - 1;
    forget();
    void iterator.return?.();
  };
  return new ReadableStream({
    start(controller) {
      globalThis.relinkExports = (globalThis.relinkExports ?? 0) + 1;
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
