/** 256 bits in base64url. */
const SECRET = /^([\w-]{43})[^\p{L}\p{N}]*$/u;
/** The number of a link before its secret. */
export const RECONNECT_TOKEN = /^([0-9a-z]{1,11}-[\w-]{43})[^\p{L}\p{N}]*$/u;

/**
 * Returns the secret in the last segment of a link, without the punctuation of the text around it, which chats and mail take for a part of
 * it. A segment of another form is returned as it is.
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
