import type { Author } from "@/domain/access/audit";
import type { Exporter } from "@/domain/values/exporter";
import { onStopping } from "@/server/process/lifecycle";
import { processWide } from "@/server/process/process-wide";

/** Each export costs a core while it is read; more at once would only slow each other and everyone else down. */
const EXPORTS_MAX = 8;
/** Per person or token, so that nobody keeps all others waiting. */
const EXPORTS_OF_ONE_MAX = 4;

/** An export's place among those under way. */
export type ExportPlace = { readonly leave: () => void };

/** Who is reading each export under way. */
const underWay = () => processWide("exports", () => new Map<symbol, string>());

/**
 * Takes a place for an export, to be given back when it ends. Returns null while too many exports run, in total or for this
 * author.
 */
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
 * Streams an export slice by slice, as fast as it is read, so its size doesn't matter. A fault breaks the connection: a file that
 * ends early must not look complete. Gives the place back when it ends, however it ends.
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
