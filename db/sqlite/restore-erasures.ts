import type BetterSqlite3 from "better-sqlite3";
import type { Store } from "@/db/store";
import type { By } from "@/domain/audit";
import type { ErasureSubject } from "@/domain/erasure";
import { readBody } from "@/domain/event";
import { digestOf } from "./erase";
import { hasTable } from "./restore-current";

type Client = BetterSqlite3.Database;
export type Erasure = { readonly kind: ErasureSubject["kind"]; readonly digest: string };

/** Repeats erasures in a backup, given only the digests from the audit log. */
export async function eraseAgain(store: Store, client: Client, erasures: readonly Erasure[], by: By): Promise<void> {
  if (erasures.length === 0) return;
  for (const subject of await subjectsIn(client, erasures)) {
    await store.maintenance.erase(subject, { isDryRun: false }, by);
  }
}

/** What was erased from the database after a backup of it, begun or done. */
export function erasuresSince(current: Client, backup: Client): Erasure[] {
  if (!hasTable(current, "audit")) return [];
  // By the clock and not by numbers, which another restore gives again.
  const madeAt = Number(backup.prepare("select coalesce(max(at), 0) from audit").pluck().get());
  const rows = current
    .prepare<[number], { subject: string; digest: string }>(
      `select distinct subject, json_extract(details, '$.reference') as digest from audit
       where at >= ? and deed = 'erased' order by 1, 2`,
    )
    .all(madeAt);
  return rows.map(({ subject, digest }) => ({ kind: subject === "a user" ? "user" : "account", digest }));
}

/** Reads every body, since a former reference may no longer be in any state. */
async function subjectsIn(client: Client, erasures: readonly Erasure[]): Promise<ErasureSubject[]> {
  const wanted = new Set(erasures.map(({ kind, digest }) => `${kind} ${digest}`));
  const looked = new Set<string>();
  const found: ErasureSubject[] = [];
  for (const body of client.prepare<[], Buffer>("select body from events").pluck().iterate()) {
    const said = readBody(body);
    if (said.kind !== "connection") continue;
    const named = [
      { kind: "user", reference: said.user },
      { kind: "account", reference: said.account?.id ?? null },
    ] as const;
    for (const { kind, reference } of named) {
      if (reference === null || looked.has(`${kind} ${reference}`)) continue;
      looked.add(`${kind} ${reference}`);
      if (wanted.has(`${kind} ${digestOf(reference)}`)) found.push({ kind, reference });
    }
  }
  return found;
}
