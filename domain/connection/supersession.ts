import type { Connection, ConnectionEvent } from "./connection";
import { anomaliesOf, step } from "./projection";

/** An event that nothing needs any more, and when the one occurred that made it so. */
export type Superseded = { readonly event: ConnectionEvent; readonly at: number };

/** Goes through one connection's history, oldest first; answers which events each one supersedes. */
export type Supersession = (event: ConnectionEvent) => readonly Superseded[];

/** What an event may be the last to have said. */
const FIELDS = ["status", "user", "id", "name", "username", "avatar", "permissions", "environment"] as const;
type Field = (typeof FIELDS)[number];
/** Values of which the state says which event set them, and what they are made of. */
const TRACED = {
  user: ["user"],
  account: ["id", "name", "username", "avatar"],
  permissions: ["permissions"],
} as const satisfies Partial<Record<keyof Connection["setBy"], readonly Field[]>>;
type Traced = keyof typeof TRACED;
const TRACED_VALUES = ["user", "account", "permissions"] as const satisfies readonly Traced[];

/**
 * What a state needs of its history, so that folding only that gives the same state, the same changes of status and the same
 * oddities, but for the number of events; and gives them again whatever comes later in the history, and however many of the
 * superseded are still there.
 *
 * For good: the first event, all that changed the status or ended the connection, all that are odd, and the first that named
 * the account. For now: the newest; the last to say each field; the one that set each traced value; and those that had said
 * before it what it was until then.
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

/** Whether an event says a field; after the end of a connection nobody listens any more. */
function tells(field: Field, { said }: ConnectionEvent, before: Connection | null): boolean {
  if (before?.isDisconnected) return false;
  if (field === "status") return said.change !== "updated" || said.status !== null;
  if (field === "environment") return said.environment !== "unknown";
  if (field === "user" || field === "permissions") return said[field] !== null;
  return said.account !== null && said.account[field] !== null;
}
