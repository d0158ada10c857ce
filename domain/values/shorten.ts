/** The longest text of a sender, such as a name, that is stored in a column or shown. UTF-16 code units. */
export const SHOWN_LENGTH_MAX = 500;

/** Cuts a text to `SHOWN_LENGTH_MAX`, ending in an ellipsis. Leaves shorter texts, and texts already cut, unchanged. */
export function shorten(text: string): string {
  if (text.length <= SHOWN_LENGTH_MAX) return text;
  return `${text.slice(0, SHOWN_LENGTH_MAX - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
