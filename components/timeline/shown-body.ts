/** Larger bodies are behind a link, so that pages stay small. */
const SHOWN_BYTES_MAX = 8 * 1024;

/** A body as a page shows it: its size, and its text unless it is too large. Plain, so that it can be sent to the browser. */
export type ShownBody = { readonly bytes: number; readonly text: string | null };

export function shownBody(body: Uint8Array): ShownBody {
  const bytes = body.length;
  return { bytes, text: bytes > SHOWN_BYTES_MAX ? null : new TextDecoder().decode(body) };
}
