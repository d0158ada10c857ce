import { z } from "zod";

const ISO_INSTANT = z.iso.datetime({ offset: true });
const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Reads a field, and notes its name where something is there that the reader can't make sense of. */
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

// One reader per form: each field is judged on its own, since one that makes no sense must not sink the others.

/** Half a surrogate pair is legal in JSON, but not in UTF-8 nor in a URL. */
export function asText(value: unknown): string | null {
  return typeof value === "string" ? value.toWellFormed() : null;
}

/** Ids that one dialect sends as text and another as a number. */
export function asTextOrNumber(value: unknown): string | null {
  return Number.isSafeInteger(value) ? String(value) : asText(value);
}

export function asTexts(value: unknown): string[] | null {
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) return null;
  return value.map((item) => item.toWellFormed());
}

export function asBoolean(value: unknown): boolean | null {
  return typeof value === "boolean" ? value : null;
}

/** ISO 8601 with a zone, in milliseconds; finer digits are cut off. */
export function asInstant(value: unknown): number | null {
  return ISO_INSTANT.safeParse(value).success ? Date.parse(String(value)) : null;
}

/** The first of several fields that holds a text with something in it. */
export function firstText(...candidates: unknown[]): string | null {
  const found = candidates.find((candidate) => typeof candidate === "string" && candidate !== "");
  return typeof found === "string" ? found.toWellFormed() : null;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object itself, or an empty one, so that what is missing reads as missing. */
export function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** Null for bytes that are no UTF-8. */
export function decodeUtf8(body: Uint8Array): string | null {
  try {
    return UTF8.decode(body);
  } catch {
    return null;
  }
}

/** Undefined for what is no JSON. */
export function parseJson(decoded: string): unknown {
  try {
    return JSON.parse(decoded);
  } catch {
    return undefined;
  }
}
