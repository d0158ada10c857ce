import type { CurrentCase } from "@/db/outreach-store";
import type { Store } from "@/db/store";
import type { Person } from "@/domain/access/person";
import type { Connection } from "@/domain/connection/connection";
import type { ExportedConnection } from "@/domain/lists/connection-export";
import type { ListedCase } from "@/domain/lists/listed-case";
import { needsLook, stateOf } from "@/domain/outreach/outreach";

/** Team members' names by the e-mail address recorded with their acts. Former members keep that address as their name. */
export type Names = ReadonlyMap<string, string>;

export async function namesOf(store: Store): Promise<Names> {
  return new Map((await store.people.list()).map(({ name, email }) => [email, name || email]));
}

/** Returns the newest case of each connection, as lists show it. */
export async function listedCases(
  store: Store,
  connectionIds: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, ListedCase>> {
  const [found, people] = await Promise.all([store.outreach.current(connectionIds), store.people.list()]);
  return new Map(found.map((one) => [one.connectionId, toListed(one, people, now)]));
}

/** Adds the newest case to each exported connection, and the reason if its user must not be contacted. */
export async function* withCases(
  store: Store,
  slices: AsyncIterable<readonly Connection[]>,
  now: number,
): AsyncGenerator<ExportedConnection[]> {
  for await (const slice of slices) {
    const ids = slice.map(({ id }) => id);
    const [cases, blocks] = await Promise.all([listedCases(store, ids, now), store.outreach.blocks(ids)]);
    yield slice.map((one) => ({
      ...one,
      listedCase: cases.get(one.id) ?? null,
      doNotContact: blocks.get(one.id)?.reason ?? null,
    }));
  }
}

function toListed(one: CurrentCase, people: readonly Person[], now: number): ListedCase {
  const { block, assignee, lastContactWithUser: contact } = one;
  const nameOf = (id: number | null, noted: string) => people.find((person) => person.id === id)?.name || noted;
  const byEmail = (noted: string) => people.find((person) => person.email === noted)?.name || noted;
  return {
    state: stateOf(one, one, { isHeld: one.isHeld, isBlocked: block !== null }, now),
    openedAt: one.openedAt,
    closedAt: one.closedAt ?? one.dismissedAt,
    isRelapse: one.isRelapse,
    needsLook: needsLook(one),
    contacts: one.contacts,
    owner: assignee === null ? null : { id: assignee, name: nameOf(assignee, "someone who has left") },
    snoozedUntil: one.snoozedUntil,
    snooze: one.snooze,
    contact: contact && { at: contact.at, name: nameOf(contact.personId, contact.personName) },
    link: one.link,
    others: one.others,
    block: block && { reason: block.reason, name: byEmail(block.personName), at: block.at },
  };
}
