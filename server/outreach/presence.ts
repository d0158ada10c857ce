import { processWide } from "@/server/process/process-wide";

/** Who has which case before them. In memory: it is of no use a minute later. */
type Seen = Map<string, Map<number, number>>;

/** Someone not heard of for that long has gone. */
const GONE_AFTER_MS = 25_000;
const CASES_MAX = 10_000;

/** Notes that a person has a case before them, and answers which others have, by their numbers. A program, null, has none. */
export function whoElse(connectionId: string, personId: number | null, now: number): number[] {
  const all = processWide<Seen>("presence", () => new Map());
  const here = all.get(connectionId) ?? new Map<number, number>();
  for (const [id, at] of here) if (now - at > GONE_AFTER_MS) here.delete(id);
  if (personId !== null) here.set(personId, now);
  // Put at the end, so that the one that was not looked at for longest goes first.
  all.delete(connectionId);
  all.set(connectionId, here);
  for (const oldest of all.keys()) {
    if (all.size <= CASES_MAX) break;
    all.delete(oldest);
  }
  return [...here.keys()].filter((id) => id !== personId);
}
