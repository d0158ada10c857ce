import type { Author } from "@/domain/access/audit";
import type { Exporter } from "@/domain/values/exporter";
import { onStopping } from "@/server/process/lifecycle";
import { processWide } from "@/server/process/process-wide";

/** One costs a core for as long as it is read; more at once would only make each other, and everyone, slower. */
const EXPORTS_MAX = 8;
/** Of one person or token, so that nobody keeps all others waiting. */
const EXPORTS_OF_ONE_MAX = 4;

/** An export's place among those under way. */
export type ExportPlace = { readonly leave: () => void };

/** By whom each export under way is read. */
const underWay = () => processWide("exports", () => new Map<symbol, string>());

/** Takes a place for an export, to be left when it is over. Null while too many exports are being read, of all or by the one who asks. */
export function takeExportPlace({ kind, id }: Pick<Author, "kind" | "id">): ExportPlace | null {
  const readers = underWay();
  const reader = `${kind} ${id}`;
  const own = [...readers.values()].filter((one) => one === reader).length;
  if (readers.size >= EXPORTS_MAX || own >= EXPORTS_OF_ONE_MAX) return null;
  const place = Symbol("export");
  readers.set(place, reader);
  return { leave: () => void readers.delete(place) };
}

/**
 * The text of an export, a slice at a time and only as fast as it is taken, so that its size is no matter. A fault on the
 * way breaks the connection: a file that ends early must not look whole. Leaves its place when it is over, however it ends.
 */
export function streamOf<Row>(
  exporter: Exporter<Row>,
  slices: AsyncIterable<readonly Row[]>,
  place: ExportPlace,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const iterator = slices[Symbol.asyncIterator]();
  let forget = () => {};
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    place.leave();
    forget();
    void iterator.return?.();
  };
  return new ReadableStream({
    start(controller) {
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
