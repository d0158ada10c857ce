/** What a browser takes for a step within the path, in whatever way its dots are encoded (https://url.spec.whatwg.org/#single-dot-path-segment). */
const DOTS = /^\.{1,2}$/;
const MARKED_DOTS = /^~+\.{1,2}$/;

/** Encodes any identifier as one segment of a path. A tilde marks `.` and `..`, which would otherwise be resolved away. */
export function encodeSegment(identifier: string): string {
  const isMarked = DOTS.test(identifier) || MARKED_DOTS.test(identifier);
  return encodeURIComponent(isMarked ? `~${identifier}` : identifier);
}

/** Decodes a segment exactly, or returns null if it isn't properly encoded. */
export function decodeSegment(segment: string): string | null {
  try {
    const decoded = decodeURIComponent(segment);
    return MARKED_DOTS.test(decoded) ? decoded.slice(1) : decoded;
  } catch {
    return null;
  }
}
