import type { ConnectionEvent } from "@/domain/connection/connection";
import { occurredAtOf, readBody } from "@/domain/intake/event";
import type { Attempt } from "@/testing/worlds/three-weeks";

/** What the front door acknowledged, which everything else must be derived from. */
export type Ledger = {
  /** Records a 200 for an attempt. */
  readonly note: (attempt: Attempt, eventId: number) => void;
  /** Returns the events about connections, each once, however often it came. */
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

/** Dates an event by its body, or without a time there, by the earliest attempt. */
function eventOf(id: number, attempts: readonly Attempt[]): ConnectionEvent[] {
  const said = readBody(Buffer.from(attempts[0]?.body ?? ""));
  if (said.kind !== "connection") return [];
  const receivedAt = Math.min(...attempts.map(({ arrivesAt }) => arrivesAt));
  const sentAt = Math.min(...attempts.map(({ signedAt }) => signedAt));
  const occurredAt = occurredAtOf({ reading: said, sentAt }, receivedAt);
  return [{ id, occurredAt, receivedAt, deliveries: attempts.length, said }];
}
