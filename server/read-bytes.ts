export type BytesRead =
  | { readonly ok: true; readonly body: Uint8Array }
  | { readonly ok: false; readonly refusal: BytesRefusal; readonly bytes: number | null };
type BytesRefusal = "too_large" | "incomplete_body" | "too_slow" | "crowded";

type Limits = { readonly bytesMax: number; readonly secondsMax: number };

/** What may be held of bodies that are still on their way, of all together; one this small always has room. */
const HELD_BYTES_MAX = 64 * 1024 * 1024;
const SMALL_BYTES = 4 * 1024;

let heldBytes = 0;

/**
 * The exact bytes of a request's body. Stops reading where it grows too large, or at once where it says that it will, where it
 * takes too long, and where others have sent so much that there is no memory for a large one.
 */
export async function readBytes(request: Request, { bytesMax, secondsMax }: Limits): Promise<BytesRead> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > bytesMax) return { ok: false, refusal: "too_large", bytes: declared };
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const stop = (refusal: BytesRefusal): BytesRead => {
    // Not awaited: it may end no sooner than the sender hangs up.
    reader?.cancel().catch(() => {});
    return { ok: false, refusal, bytes };
  };
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    stop("too_slow");
  }, secondsMax * 1000);
  try {
    for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
      bytes += read.value.length;
      heldBytes += read.value.length;
      if (bytes > bytesMax) return stop("too_large");
      if (bytes > SMALL_BYTES && heldBytes > HELD_BYTES_MAX) return stop("crowded");
      chunks.push(read.value);
    }
    return isLate ? { ok: false, refusal: "too_slow", bytes } : { ok: true, body: Buffer.concat(chunks) };
  } catch {
    return { ok: false, refusal: "incomplete_body", bytes };
  } finally {
    clearTimeout(deadline);
    heldBytes -= bytes;
  }
}
