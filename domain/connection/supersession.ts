import type { Connection, ConnectionEvent } from "./connection";
import { anomaliesOf, step } from "./projection";

/** An event that is no longer needed, and when the event occurred that superseded it. */
export type Superseded = { readonly event: ConnectionEvent; readonly at: number };

/** Takes one connection's events, oldest first, and returns the events that each one supersedes. */
export type Supersession = (event: ConnectionEvent) => readonly Superseded[];

/** The fields for which an event may be the most recent source. */
const FIELDS = ["status", "user", "id", "name", "username", "avatar", "permissions", "environment"] as const;
type Field = (typeof FIELDS)[number];
/** The traced values, for which the state names the event that set them, and the fields they consist of. */
const TRACED = {
  user: ["user"],
  account: ["id", "name", "username", "avatar"],
  permissions: ["permissions"],
} as const satisfies Partial<Record<keyof Connection["setBy"], readonly Field[]>>;
type Traced = keyof typeof TRACED;
const TRACED_VALUES = ["user", "account", "permissions"] as const satisfies readonly Traced[];

/**
 * Decides which events of a history are still needed. Folding only those gives the same state (except its number of events), the
 * same changes of status and the same anomalies; whatever comes later in the history, and however many superseded events are
 * still there.
 *
 * Needed for good: the first event, all that changed the status or ended the connection, all with anomalies, and the first that
 * named the account. Needed for now: the newest; the last to report each field; the one that set each traced value; and the ones
 * that had reported the value before that.
 */
export function supersession(): Supersession {
  let state: Connection | null = null;
  const lasting = new Set<number>();
  const newest = new Set<ConnectionEvent>();
  const tellers = new Map<Field, ConnectionEvent>();
  const origins = new Map<Traced, readonly ConnectionEvent[]>();

  function needed(): Set<ConnectionEvent> {
    return new Set([...newest, ...tellers.values(), ...[...origins.values()].flat()]);
  }

  return (event) => {
    const before: Connection | null = state;
    const neededBefore = needed();
    state = step(before, event);
    if (isNeededForGood(before, state, event)) lasting.add(event.id);
    newest.clear();
    newest.add(event);
    for (const value of TRACED_VALUES) {
      if (state.setBy[value] !== event.id) continue;
      origins.set(value, [event, ...TRACED[value].flatMap((field) => tellers.get(field) ?? [])]);
    }
    for (const field of FIELDS) if (tells(field, event, before)) tellers.set(field, event);
    const neededNow = needed();
    return [...neededBefore]
      .filter((one) => !neededNow.has(one) && !lasting.has(one.id))
      .map((one) => ({ event: one, at: event.occurredAt }));
  };
}

function isNeededForGood(before: Connection | null, after: Connection, event: ConnectionEvent): boolean {
  return (
    before === null ||
    after.setBy.status === event.id ||
    after.isDisconnected ||
    anomaliesOf(before, event).length > 0 ||
    (before.account.id === null && after.account.id !== null)
  );
}

/** Returns true if an event reports a field. After the end of a connection nothing counts. */
function tells(field: Field, { said }: ConnectionEvent, before: Connection | null): boolean {
  if (before?.isDisconnected) return false;
  if (field === "status") return said.change !== "updated" || said.status !== null;
  if (field === "environment") return said.environment !== "unknown";
  if (field === "user" || field === "permissions") return said[field] !== null;
  return said.account !== null && said.account[field] !== null;
}
