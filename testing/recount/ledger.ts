import type { ConnectionEvent } from "@/domain/connection/connection";
import { occurredAtOf, readBody } from "@/domain/intake/event";
import type { Attempt } from "@/testing/worlds/three-weeks";

/** What the front door said that it had kept, and so what everything else has to be made of. */
export type Ledger = {
  /** Notes an answer of 200 to an attempt. */
  readonly note: (attempt: Attempt, eventId: number) => void;
  /** The events about connections, each once, however often it came. */
  readonly events: () => ConnectionEvent[];
};

export function newLedger(): Ledger {
  const attemptsById = new Map<number, Attempt[]>();
  return {
    note: (attempt, eventId) => {
      attemptsById.set(eventId, [...(attemptsById.get(eventId) ?? []), attempt]);
    },
    events: () => [...attemptsById].flatMap(([id, attempts]) => eventOf(id, attempts)),
  };
}

/** Dated by its body; where that has no time, by the earliest attempt. */
function eventOf(id: number, attempts: readonly Attempt[]): ConnectionEvent[] {
  const said = readBody(Buffer.from(attempts[0]?.body ?? ""));
  if (said.kind !== "connection") return [];
  const receivedAt = Math.min(...attempts.map(({ arrivesAt }) => arrivesAt));
  const sentAt = Math.min(...attempts.map(({ signedAt }) => signedAt));
  const occurredAt = occurredAtOf({ reading: said, sentAt }, receivedAt);
  return [{ id, occurredAt, receivedAt, deliveries: attempts.length, said }];
}
