/** 256 bits in base64url. */
const SECRET = /^([\w-]{43})[^\p{L}\p{N}]*$/u;
/** A link's number, then its secret. */
export const RECONNECT_TOKEN = /^([0-9a-z]{1,11}-[\w-]{43})[^\p{L}\p{N}]*$/u;

/**
 * Returns the secret in the last segment of a link, without trailing punctuation, which chats and mail programs include in the
 * link. Returns other segments unchanged.
 */
export function secretIn(segment: string, shape: RegExp = SECRET): string {
  const [, secret = segment] = shape.exec(decodeOrSame(segment)) ?? [];
  return secret;
}

function decodeOrSame(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
