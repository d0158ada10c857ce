import { z } from "zod";
import { shorten } from "./shorten";

const ISO_INSTANT = z.iso.datetime({ offset: true });
const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Reads a field, and records its name if it has a value that the reader can't parse. */
export function read<T>(
  reader: (value: unknown) => T | null,
  value: unknown,
  name: string,
  ignored: string[],
): T | null {
  if (value === undefined || value === null) return null;
  const result = reader(value);
  if (result === null) ignored.push(name);
  return result;
}

// Each field has its own reader, since one malformed field must not invalidate the others.

/** Half a surrogate pair is legal in JSON, but not in UTF-8 or a URL. */
function asText(value: unknown): string | null {
  return typeof value === "string" ? value.toWellFormed() : null;
}

/** Longer than any id, reference, status or permission there is. UTF-16 code units. */
const WORD_LENGTH_MAX = 255;
/** More permissions than anyone grants. */
const WORDS_MAX = 500;
/** Longer than any URL that a browser accepts. */
const ADDRESS_LENGTH_MAX = 2_000;

/** Returns true if a text is too long to identify something. Such a text is never cut: two of them could become one. */
export function isTooLong(text: string | null): boolean {
  return text !== null && text.length > WORD_LENGTH_MAX;
}

/** Reads a text that identifies something, such as a status. */
export function asWord(value: unknown): string | null {
  const text = asText(value);
  return isTooLong(text) ? null : text;
}

/** Reads a text that is only shown, such as a name; a long one is cut. */
export function asShown(value: unknown): string | null {
  return typeof value === "string" ? shorten(value).toWellFormed() : null;
}

export function asAddress(value: unknown): string | null {
  const text = asText(value);
  return text !== null && text.length > ADDRESS_LENGTH_MAX ? null : text;
}

/** Reads an id, which one dialect sends as text and another as a number. */
export function asId(value: unknown): string | null {
  return Number.isSafeInteger(value) ? String(value) : asWord(value);
}

export function asWords(value: unknown): string[] | null {
  if (!Array.isArray(value) || value.length > WORDS_MAX) return null;
  const words = value.flatMap((item) => asWord(item) ?? []);
  return words.length === value.length ? words : null;
}

export function asBoolean(value: unknown): boolean | null {
  return typeof value === "boolean" ? value : null;
}

/** Reads ISO 8601 with a zone, in milliseconds; finer digits are dropped. */
export function asInstant(value: unknown): number | null {
  return ISO_INSTANT.safeParse(value).success ? Date.parse(String(value)) : null;
}

/** Returns the first of several fields that is a non-empty text. */
export function firstText(...candidates: unknown[]): string | null {
  const found = candidates.find((candidate) => typeof candidate === "string" && candidate !== "");
  return typeof found === "string" ? found.toWellFormed() : null;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns the object itself, or an empty one, so that missing fields read as undefined. */
export function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** Returns null for bytes that aren't UTF-8. */
export function decodeUtf8(body: Uint8Array): string | null {
  try {
    return UTF8.decode(body);
  } catch {
    return null;
  }
}

/** Returns undefined for text that isn't JSON. */
export function parseJson(decoded: string): unknown {
  try {
    return JSON.parse(decoded);
  } catch {
    return undefined;
  }
}
