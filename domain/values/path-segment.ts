/** Begins the spelling of an id that would not reach its page as it is. */
const ESCAPE = "~";
/** Four hexadecimal digits for each code unit, so that ids which are no text at all have an address too. */
const ESCAPED_UNIT = /~([0-9a-f]{4})/g;
const SAFE_UNITS = /^[\w-]$/;
/** Characters that proxies and the framework decode, cut at or refuse. */
const UNSAFE_CHARACTERS = /[/\\%\p{Cc}]/u;
/** What the framework takes for its own: https://github.com/vercel/next.js/blob/canary/packages/next/src/lib/constants.ts */
const FRAMEWORK_SPELLINGS = /^[[(]|\.(rsc|segments?|prefetch|action|txt|json|html?|body|meta|map)$/i;

/** Spells an id as one segment of a path, whatever the id: browsers would resolve ".", and the framework would cut ".json". */
export function segmentOf(id: string): string {
  if (isOrdinary(id)) return encodeURIComponent(id);
  const units = id.split("").map((unit) => (SAFE_UNITS.test(unit) ? unit : `${ESCAPE}${hexOf(unit)}`));
  return `${ESCAPE}${units.join("")}`;
}

/** Reads the id from a segment of a path; null if the segment is not properly encoded. */
export function idOfSegment(segment: string): string | null {
  const text = decode(segment);
  if (text === null || !text.startsWith(ESCAPE)) return text;
  const id = text
    .slice(ESCAPE.length)
    .replaceAll(ESCAPED_UNIT, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  // An id that begins with the escape stood in older addresses as it is.
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
