/** Marks an escaped id, whose plain form would not reach its page unchanged. */
const ESCAPE = "~";
/** Four hex digits per code unit, so that ids with malformed UTF-16 have a URL too. */
const ESCAPED_UNIT = /~([0-9a-f]{4})/g;
const SAFE_UNITS = /^[\w-]$/;
/** Characters that proxies and the framework decode, truncate at or reject. */
const UNSAFE_CHARACTERS = /[/\\%\p{Cc}]/u;
/** Names that the framework claims: https://github.com/vercel/next.js/blob/canary/packages/next/src/lib/constants.ts */
const FRAMEWORK_SPELLINGS = /^[[(]|\.(rsc|segments?|prefetch|action|txt|json|html?|body|meta|map)$/i;

/** Encodes any id as one path segment. Unescaped, browsers would resolve "." and the framework would cut ".json". */
export function segmentOf(id: string): string {
  if (isOrdinary(id)) return encodeURIComponent(id);
  const units = id.split("").map((unit) => (SAFE_UNITS.test(unit) ? unit : `${ESCAPE}${hexOf(unit)}`));
  return `${ESCAPE}${units.join("")}`;
}

/** Reads the id from a path segment; null if the segment is not properly encoded. */
export function idOfSegment(segment: string): string | null {
  const text = decode(segment);
  if (text === null || !text.startsWith(ESCAPE)) return text;
  const id = text
    .slice(ESCAPE.length)
    .replaceAll(ESCAPED_UNIT, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  // In older URLs, an id that begins with the escape character was not escaped.
  return segmentOf(id) === text ? id : text;
}

function isOrdinary(id: string): boolean {
  const isDots = id === "" || id === "." || id === "..";
  const isOurs = id.startsWith(ESCAPE) || !id.isWellFormed();
  return !isDots && !isOurs && !UNSAFE_CHARACTERS.test(id) && !FRAMEWORK_SPELLINGS.test(id);
}

function hexOf(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(4, "0");
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
