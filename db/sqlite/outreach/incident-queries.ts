import { and, asc, between, count, desc, eq, exists, gte, isNull, lte, sql } from "drizzle-orm";
import { clock } from "@/clock";
import type { OutreachStore } from "@/db/outreach-store";
import { type CaseKeeper, isOpenCase } from "@/db/sqlite/cases/case-keeper";
import type { GroupCommit } from "@/db/sqlite/file/group-commit";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { cases, incidents } from "@/db/sqlite/schema/outreach-schema";
import { events } from "@/db/sqlite/schema/schema";
import {
  BURST_MIN,
  type Burst,
  burstsOf,
  type Habit,
  HISTORY_MIN_MS,
  HISTORY_MS,
  habitOf,
  WINDOW_MS,
} from "@/domain/outreach/mass-expiry";
import type { OutreachParts } from "./outreach-parts";

/** What arrives within this time is checked together. */
const LOOK_PAUSE_MS = 200;
/** Instants checked for bursts. More in less than an hour are bursts in any case. */
const INSTANTS_MAX = 200_000;

export function incidentQueries({ db, commit, write, advance }: OutreachParts): OutreachStore["incidents"] {
  return {
    listHeld: async () =>
      db
        .select()
        .from(incidents)
        .where(and(isNull(incidents.releasedAt), hasOpenCase(db)))
        .orderBy(desc(incidents.startsAt), desc(incidents.id))
        .all()
        .map(({ startsAt: from, endsAt: until, detectedAt: _at, ...same }) => ({ ...same, from, until })),
    release: async (id, by) => {
      await commit(() => {
        const mark = { releasedAt: by.at, releasedBy: by.author.name };
        const open = and(eq(incidents.id, id), isNull(incidents.releasedAt));
        const released = db.update(incidents).set(mark).where(open).returning().get();
        if (released) write({ deed: "incident_decided", details: { incident: id, cases: released.expiries } }, by);
      });
      advance("outreach");
    },
  };
}

/** If all are back or gone, there is nothing left to decide. */
function hasOpenCase(db: SqliteDatabase) {
  const within = between(cases.openedAt, incidents.startsAt, incidents.endsAt);
  return exists(db.select({ one: sql`1` }).from(cases).where(and(within, isOpenCase())));
}

export type IncidentWatch = {
  /** Call this after each commit. Checks shortly afterwards whether many expired at once. */
  readonly look: () => void;
  readonly stop: () => void;
};

/** Detects when more connections expire at once than this deployment's history makes likely. */
export function incidentWatch(
  db: SqliteDatabase,
  keeper: CaseKeeper,
  commit: () => GroupCommit,
  onFound: () => void,
): IncidentWatch {
  const countNear = db.$client
    .prepare<[number, number], number>(
      `select count(*) from (select 1 from cases where opened_at between ? and ? limit ${BURST_MIN})`,
    )
    .pluck();
  let timer: NodeJS.Timeout | undefined;
  let suspicious: { from: number; until: number } | null = null;

  function isSuspicious(at: number): boolean {
    return (countNear.get(at - WINDOW_MS, at + WINDOW_MS) ?? 0) >= BURST_MIN;
  }

  function look(): void {
    const opened = [...new Set(keeper.takeOpened())].filter(isSuspicious);
    if (opened.length === 0) return;
    const from = Math.min(...opened, suspicious?.from ?? Number.POSITIVE_INFINITY);
    const until = Math.max(...opened, suspicious?.until ?? Number.NEGATIVE_INFINITY);
    suspicious = { from, until };
    timer ??= clock.setTimeout(() => void examine().catch(() => {}), LOOK_PAUSE_MS);
  }

  async function examine(): Promise<void> {
    timer = undefined;
    const span = suspicious;
    suspicious = null;
    if (!span) return;
    const habit = habitBefore(db, span.from - 2 * WINDOW_MS);
    if (!habit) return;
    const bursts = burstsOf(openingsWithin(db, span.from - 2 * WINDOW_MS, span.until + 2 * WINDOW_MS), habit);
    if (bursts.length === 0) return;
    await commit()(() => {
      for (const burst of bursts) keep(db, burst, habit);
    });
    onFound();
  }

  return {
    look,
    stop: () => clock.clearTimeout(timer),
  };
}

/** Returns null if there is too little history. Incidents don't count as habit. */
function habitBefore(db: SqliteDatabase, until: number): Habit | null {
  const first = db.select({ at: events.occurredAt }).from(events).orderBy(asc(events.id)).limit(1).get();
  const from = Math.max(first?.at ?? until, until - HISTORY_MS);
  if (until - from < HISTORY_MIN_MS) return null;
  const rows = db
    .select({ count: count() })
    .from(cases)
    .where(
      and(
        between(cases.openedAt, from, until - 1),
        sql`not exists (select 1 from incidents i where ${cases.openedAt} between i.starts_at and i.ends_at)`,
      ),
    )
    // Not a parameter: those are bound as floats, and so the result would be one.
    .groupBy(sql`${cases.openedAt} / ${sql.raw(String(WINDOW_MS))}`)
    .all();
  return habitOf(
    rows.map((row) => row.count),
    Math.ceil((until - from) / WINDOW_MS),
  );
}

function openingsWithin(db: SqliteDatabase, from: number, until: number): number[] {
  return db
    .select({ at: cases.openedAt })
    .from(cases)
    .where(between(cases.openedAt, from, until))
    .orderBy(asc(cases.openedAt))
    .limit(INSTANTS_MAX)
    .all()
    .map(({ at }) => at);
}

/** Stores a burst, merged with adjacent ones. A released one stays released, however long it goes on. */
function keep(db: SqliteDatabase, burst: Burst, { usual }: Habit): void {
  const beside = db
    .select()
    .from(incidents)
    .where(and(lte(incidents.startsAt, burst.until + WINDOW_MS), gte(incidents.endsAt, burst.from - WINDOW_MS)))
    .orderBy(asc(incidents.id))
    .all();
  const [first, ...others] = beside;
  const startsAt = Math.min(burst.from, ...beside.map((one) => one.startsAt));
  const endsAt = Math.max(burst.until, ...beside.map((one) => one.endsAt));
  const expiries =
    db
      .select({ count: count() })
      .from(cases)
      .where(between(cases.openedAt, startsAt, endsAt))
      .get()?.count ?? 0;
  if (!first) {
    db.insert(incidents).values({ startsAt, endsAt, expiries, usual, detectedAt: clock.now() }).run();
    return;
  }
  db.update(incidents).set({ startsAt, endsAt, expiries }).where(eq(incidents.id, first.id)).run();
  for (const { id } of others) db.delete(incidents).where(eq(incidents.id, id)).run();
}
