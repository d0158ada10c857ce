/** Larger bodies are behind a link, so that a page of odd ones stays small. */
const SHOWN_BYTES_MAX = 8 * 1024;

/** What a page shows of a body: its size in bytes, and its text unless it is too large; plain, so that a browser can be handed it. */
export type ShownBody = { readonly bytes: number; readonly text: string | null };

export function shownBody(body: Uint8Array): ShownBody {
  const bytes = body.length;
  return { bytes, text: bytes > SHOWN_BYTES_MAX ? null : new TextDecoder().decode(body) };
}
