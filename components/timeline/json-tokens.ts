export type JsonToken = { readonly kind: "key" | "text" | "number" | "word" | "plain"; readonly text: string };

// An unterminated string extends to the end: otherwise each quote in it would be tried as the start of another.
const TOKENS = /("(?:[^"\\]|\\[\s\S])*(?:"|\\?$))(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

/** Splits a text into tokens for colouring as JSON. Whatever the text is, the joined tokens equal it. */
export function jsonTokens(text: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  let done = 0;
  const push = (kind: JsonToken["kind"], part: string | undefined) => {
    if (part) tokens.push({ kind, text: part });
  };
  for (const match of text.matchAll(TOKENS)) {
    const [whole, quoted, colon, number, word] = match;
    push("plain", text.slice(done, match.index));
    push(colon === undefined ? "text" : "key", quoted);
    push("plain", colon);
    push("number", number);
    push("word", word);
    done = match.index + whole.length;
  }
  push("plain", text.slice(done));
  return tokens;
}
