import type BetterSqlite3 from "better-sqlite3";
import { digestOf } from "@/db/sqlite/removal/erasure-digest";
import { readBody } from "@/domain/intake/event";
import { usersIn } from "@/domain/lists/connection-search";
import { searchOfView } from "@/domain/lists/saved-view";
import type { ErasureSubject } from "@/domain/operations/erasure";
import { possibleIdsIn } from "@/domain/operations/mention";

type Client = BetterSqlite3.Database;
type Kind = ErasureSubject["kind"];
/** A subject known only by the digest of its reference. */
export type ErasedSubject = { readonly kind: Kind; readonly digest: string };

/** Finds which of these subjects a backup holds, in its events or saved views. */
export function subjectsIn(client: Client, erased: readonly ErasedSubject[]): ErasureSubject[] {
  const wanted = new Set(erased.map(({ kind, digest }) => `${kind} ${digest}`));
  const found = new Map<string, ErasureSubject>();
  const look = (reference: string, kinds: readonly Kind[]) => {
    const digest = digestOf(reference);
    for (const kind of kinds) {
      const key = `${kind} ${digest}`;
      if (wanted.has(key)) found.set(key, { kind, reference });
    }
  };
  lookThroughBodies(client, look);
  for (const query of client.prepare<[], string>("select query from saved_views").pluck().all()) {
    for (const reference of usersIn(searchOfView({ id: 0, name: "", query }))) look(reference, ["user"]);
  }
  return [...found.values()];
}

/** Reads every body, since a former reference may no longer be in any state. */
function lookThroughBodies(client: Client, look: (reference: string, kinds: readonly Kind[]) => void): void {
  const seen = new Set<string>();
  for (const body of client.prepare<[], Buffer>("select body from events").pluck().iterate()) {
    const said = readBody(body);
    if (said.kind === "unrecognised") for (const id of possibleIdsIn(body)) look(id, ["user", "account"]);
    if (said.kind !== "connection") continue;
    for (const [kind, reference] of [["user", said.user] as const, ["account", said.account?.id ?? null] as const]) {
      if (reference === null || seen.has(`${kind} ${reference}`)) continue;
      seen.add(`${kind} ${reference}`);
      look(reference, [kind]);
    }
  }
}
