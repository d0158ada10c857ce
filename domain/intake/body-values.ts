import { decodeUtf8, isRecord, parseJson } from "@/domain/values/body-fields";

/** Larger than any body of the sender's. Values beyond these limits are not found. */
const VALUES_MAX = 2_000;
const DEPTH_MAX = 20;
/** Times are all different, and nobody searches for them as text. */
const UNINTERESTING = new Set(["timestamp"]);

/**
 * Lists the texts and numbers in a body, each once and as the body writes them: what the event log can search for. Empty for a
 * body that is not JSON.
 */
export function valuesOf(body: Uint8Array): string[] {
  const text = decodeUtf8(body);
  const json = text === null ? undefined : parseJson(text);
  const values = new Set<string>();
  collect(json, 0, values);
  return [...values];
}

/** Returns true if a body holds exactly this value. */
export function holdsValue(body: Uint8Array, value: string): boolean {
  return valuesOf(body).includes(value);
}

function collect(json: unknown, depth: number, values: Set<string>): void {
  if (values.size >= VALUES_MAX || depth > DEPTH_MAX) return;
  if (typeof json === "string" && json !== "") values.add(json);
  else if (typeof json === "number") values.add(String(json));
  else if (Array.isArray(json)) for (const one of json) collect(one, depth + 1, values);
  else if (isRecord(json)) {
    for (const [key, one] of Object.entries(json)) if (!UNINTERESTING.has(key)) collect(one, depth + 1, values);
  }
}
