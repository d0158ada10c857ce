export type BytesRead =
  | { readonly ok: true; readonly body: Uint8Array }
  | { readonly ok: false; readonly refusal: "too_large" | "incomplete_body"; readonly bytes: number | null };

/** The exact bytes of a request's body. Stops reading where it grows too large, or at once where it says that it will. */
export async function readBytes(request: Request, bytesMax: number): Promise<BytesRead> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > bytesMax) return { ok: false, refusal: "too_large", bytes: declared };
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.length;
      if (bytes > bytesMax) return { ok: false, refusal: "too_large", bytes };
      chunks.push(chunk);
    }
  } catch {
    return { ok: false, refusal: "incomplete_body", bytes };
  }
  return { ok: true, body: Buffer.concat(chunks) };
}
