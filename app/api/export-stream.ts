import type { Exporter } from "@/domain/exporter";
import { onStopping } from "@/lifecycle";

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
  const end = async () => {
    forget();
    await iterator.return?.();
  };
  return new ReadableStream({
    start(controller) {
      forget = onStopping(() => {
        controller.error(new Error("The server is stopping."));
        void end();
      });
      if (exporter.header) controller.enqueue(encoder.encode(exporter.header));
    },
    async pull(controller) {
      const next = await iterator.next();
      if (next.done) {
        forget();
        controller.close();
        return;
      }
      controller.enqueue(encoder.encode(exporter.lines(next.value)));
    },
    cancel: end,
  });
}
