/** As many bytes as fit into a number exactly. */
const PREFIX_BYTES = 6;

/** Returns the beginning of a text as a number that sorts as SQLite sorts texts: by their UTF-8 bytes. Equal for equal beginnings. */
export function prefixOf(text: string): number {
  // Enough characters for six bytes, plus one, so that none is cut in half.
  const beginning = text.slice(0, PREFIX_BYTES + 2);
  const bytes = Buffer.from(beginning, "utf8");
  let prefix = 0;
  for (let place = 0; place < PREFIX_BYTES; place++) prefix = prefix * 256 + (bytes[place] ?? 0);
  return prefix;
}
