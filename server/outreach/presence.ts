import { processWide } from "@/server/process/process-wide";

/** Who is viewing which case. In memory only: it is useless a minute later. */
type Seen = Map<string, Map<number, number>>;

/** Someone not heard from for this long has left. */
const GONE_AFTER_MS = 25_000;
const CASES_MAX = 10_000;

/**
 * Records that a person is viewing a case, and returns the ids of the others viewing it. A program (null) sees others and isn't
 * seen.
 */
export function whoElse(connectionId: string, personId: number | null, now: number): number[] {
  const all = processWide<Seen>("presence", () => new Map());
  const here = all.get(connectionId) ?? new Map<number, number>();
  for (const [id, at] of here) if (now - at > GONE_AFTER_MS) here.delete(id);
  if (personId !== null) here.set(personId, now);
  // Moved to the end, so that the case viewed least recently is dropped first.
  all.delete(connectionId);
  all.set(connectionId, here);
  for (const oldest of all.keys()) {
    if (all.size <= CASES_MAX) break;
    all.delete(oldest);
  }
  return [...here.keys()].filter((id) => id !== personId);
}
