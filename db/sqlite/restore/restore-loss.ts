import { existsSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
import type { Deed } from "@/domain/access/audit";
import type { RestoreLoss, RestorePlan } from "@/domain/operations/restore";
import { isUndoneByRestore } from "@/domain/operations/restored-deeds";
import { accessAfter } from "./restore-access";
import { hasTable, openCurrent, readUnlessDamaged } from "./restore-current";
import { type ErasureEntry, erasedWords, erasuresSince } from "./restore-erasures";

type Client = BetterSqlite3.Database;
type Span = { readonly events: number; readonly from: number | null; readonly until: number | null };

type Survey = Pick<RestorePlan, "holds" | "loses" | "hasDatabase" | "access"> & {
  /** The erasures in the database's audit log that the backup's lacks. */
  readonly erasures: readonly ErasureEntry[];
};

/**
 * Compares a backup with the database that it replaces: what it holds, what is lost, and what was revoked or erased since.
 * Damaged parts of the database count as lost; any other fault is thrown.
 */
export function surveyRestore(file: string, draft: string): Survey {
  const backup = new BetterSqlite3(draft, { readonly: true });
  try {
    const newest = newestEventIn(backup);
    const holds = {
      events: countOf(backup, "events"),
      people: countOf(backup, "people"),
      newestEventAt: newest?.receivedAt ?? null,
    };
    const current = openCurrent(file);
    if (!current) return { holds, hasDatabase: existsSync(file), access: "ended", loses: null, erasures: [] };
    try {
      const access = readUnlessDamaged(file, () => accessAfter(current, backup)) ?? "ended";
      const erasures = readUnlessDamaged(file, () => erasuresSince(current, backup));
      const loses = readUnlessDamaged(file, () => lossBeyond(current, draft, backup));
      const isUndone = ({ deed }: { readonly deed: Deed }) => isUndoneByRestore(deed, access);
      return {
        ...{ holds, hasDatabase: true, access, erasures: erasures ?? [] },
        // People must be able to rely on a plan that says nobody was erased.
        loses: loses && erasures && { ...loses, deeds: loses.deeds.filter(isUndone), erased: erasedWords(erasures) },
      };
    } finally {
      current.close();
    }
  } finally {
    backup.close();
  }
}

function lossBeyond(current: Client, draft: string, backup: Client): Omit<RestoreLoss, "erased"> {
  const span = isContinued(current, backup)
    ? eventsAfter(current, newestEventIn(backup)?.id ?? 0)
    : eventsNotIn(current, draft);
  return { ...span, ...deedsAfter(current, backup) };
}

/** Returns true if the database is a successor of the backup: then everything newer has a higher number. */
function isContinued(current: Client, backup: Client): boolean {
  const newest = newestEventIn(backup);
  if (!newest) return true;
  const same = current.prepare<[number], string>("select identity from events where id = ?").pluck().get(newest.id);
  return same === newest.identity;
}

function newestEventIn(client: Client) {
  return client
    .prepare<[], { id: number; identity: string; receivedAt: number }>(
      "select id, identity, received_at as receivedAt from events order by id desc limit 1",
    )
    .get();
}

function eventsAfter(current: Client, id: number): Span {
  return (
    current
      .prepare<[number], Span>(
        'select count(*) as events, min(received_at) as "from", max(received_at) as until from events where id > ?',
      )
      .get(id) ?? NOTHING
  );
}

/** Compares event by event, since another history numbers its events differently. */
function eventsNotIn(current: Client, draft: string): Span {
  current.prepare("attach ? as backup").run(draft);
  const span = current
    .prepare<[], Span>(
      `select count(*) as events, min(received_at) as "from", max(received_at) as until from main.events here
       where not exists (select 1 from backup.events there where there.identity = here.identity)`,
    )
    .get();
  current.exec("detach backup");
  return span ?? NOTHING;
}

const NOTHING: Span = { events: 0, from: null, until: null };

function deedsAfter(current: Client, backup: Client): Pick<RestoreLoss, "deeds"> {
  if (!hasTable(current, "audit")) return { deeds: [] };
  const last = Number(backup.prepare("select coalesce(max(id), 0) from audit").pluck().get());
  const deeds = current
    .prepare<[number], { deed: Deed; count: number }>(
      "select deed, count(*) as count from audit where id > ? group by deed order by count desc, deed",
    )
    .all(last);
  return { deeds };
}

function countOf(client: Client, table: "events" | "people"): number {
  return Number(client.prepare(`select count(*) from ${table}`).pluck().get());
}
