/** As many as fit into a number exactly. */
const PREFIX_BYTES = 6;

/** The beginning of a text as a number that orders as SQLite orders texts: by their bytes in UTF-8. Equal for equal beginnings. */
export function prefixOf(text: string): number {
  // Enough characters for six bytes, and one more, so that none is cut in half.
  const beginning = text.slice(0, PREFIX_BYTES + 2);
  const bytes = Buffer.from(beginning, "utf8");
  let prefix = 0;
  for (let place = 0; place < PREFIX_BYTES; place++) prefix = prefix * 256 + (bytes[place] ?? 0);
  return prefix;
}
