/** Far above any real event, which is under 2 KiB. */
export const BODY_BYTES_MAX = 256 * 1024;

export type BytesRead =
  | { readonly ok: true; readonly body: Uint8Array }
  | { readonly ok: false; readonly refusal: "too_large" | "incomplete_body"; readonly bytes: number | null };

/** The exact bytes of a request's body. Stops reading where it grows too large, or at once where it says that it will. */
export async function readBytes(request: Request): Promise<BytesRead> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > BODY_BYTES_MAX) return { ok: false, refusal: "too_large", bytes: declared };
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) return { ok: false, refusal: "too_large", bytes };
      chunks.push(chunk);
    }
  } catch {
    return { ok: false, refusal: "incomplete_body", bytes };
  }
  return { ok: true, body: Buffer.concat(chunks) };
}
