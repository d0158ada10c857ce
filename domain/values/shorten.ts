/** The most of a sender's text, such as a name, that is kept in a column or shown. UTF-16 code units. */
export const SHOWN_LENGTH_MAX = 500;

/** Cuts a text to `SHOWN_LENGTH_MAX`, the last character being an ellipsis. Shorter texts, and texts that were cut, stay as they are. */
export function shorten(text: string): string {
  if (text.length <= SHOWN_LENGTH_MAX) return text;
  return `${text.slice(0, SHOWN_LENGTH_MAX - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
