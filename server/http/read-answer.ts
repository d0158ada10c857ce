/** Reads an answer as text. Returns null, and reads no further, if it has more bytes than allowed: what answers may not say how many. */
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
