import { readFileSync } from "node:fs";
import path from "node:path";

const FOLDER = path.join(path.dirname(import.meta.dirname), "fixtures");

/** The four documented bodies, verbatim, in chronological order. */
export const DOCUMENTED_EVENTS = ["created", "updated", "expired", "disconnected"] as const;

/** Returns a real body, byte for byte: `readFixture("docs-dialect/connection.expired")`. */
export function readFixture(name: string): Buffer {
  return readFileSync(path.join(FOLDER, `${name}.json`));
}
