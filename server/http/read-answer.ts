/** Reads a response as text. Returns null, and stops reading, once it exceeds `bytesMax`: responses may not declare their length. */
export async function readAnswer({ body }: Pick<Response, "body">, bytesMax: number): Promise<string | null> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.length;
    if (bytes > bytesMax) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
