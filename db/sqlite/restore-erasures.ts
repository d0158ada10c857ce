import { existsSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
import type { Store } from "@/db/store";
import type { By } from "@/domain/audit";
import type { ErasureSubject } from "@/domain/erasure";
import { readBody } from "@/domain/event";
import { isDamage } from "./damage";
import { digestOf } from "./erase";

type Client = BetterSqlite3.Database;
type Erasure = { readonly kind: ErasureSubject["kind"]; readonly digest: string };

/** What was erased from the database after a backup of it, begun or done. Empty if the database can't be read. */
export function erasuresSince(file: string, backup: Client): Erasure[] {
  if (!existsSync(file)) return [];
  try {
    const current = new BetterSqlite3(file, { timeout: 5_000 });
    try {
      return readErasures(current, backup);
    } finally {
      current.close();
    }
  } catch (fault) {
    if (fault instanceof BetterSqlite3.SqliteError || isDamage(fault)) return [];
    throw fault;
  }
}

/** Erases again, from a backup, whom only digests of an audit log name. Returns how many of them it holds. */
export async function eraseAgain(store: Store, client: Client, erasures: readonly Erasure[], by: By): Promise<number> {
  if (erasures.length === 0) return 0;
  const subjects = await subjectsIn(client, erasures);
  for (const subject of subjects) await store.maintenance.erase(subject, { isDryRun: false }, by);
  return subjects.length;
}

/** By the clock and not by numbers, which another restore gives again. */
function readErasures(current: Client, backup: Client): Erasure[] {
  const madeAt = Number(backup.prepare("select coalesce(max(at), 0) from audit").pluck().get());
  const rows = current
    .prepare<[number], { subject: string; digest: string }>(
      `select distinct subject, json_extract(details, '$.reference') as digest from audit
       where at >= ? and deed = 'erased' order by 1, 2`,
    )
    .all(madeAt);
  return rows.map(({ subject, digest }) => ({ kind: subject === "a user" ? "user" : "account", digest }));
}

/** Reads every body, since a reference that was someone's once may be in no state any more. */
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
