import { stat, statfs } from "node:fs/promises";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import type { FacetIndex } from "@/db/index/facet-index";
import type { GroupCommit } from "@/db/sqlite/file/group-commit";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { EVENT_KINDS } from "@/db/sqlite/schema/event-kinds";
import type { Store } from "@/db/store";
import type { CommitFigures, Vitals } from "@/domain/operations/vitals";
import { formatBytes } from "@/domain/values/byte-size";

type VitalSigns = Store["vitals"] & {
  readonly noteCommit: (figures: CommitFigures) => void;
  /** Remembers whether the disk had room for a delivery, and passes on its outcome. */
  readonly watchRefusals: <Outcome>(kept: Promise<Outcome>) => Promise<Outcome>;
};

/**
 * Room for some deliveries of the largest size, with what they change. Below it, storing the next one depends on what the journal
 * has left.
 */
const ROOM_FOR_DELIVERIES_BYTES = 4 * 1024 * 1024;
/** Stored twice, in a table and its index: as large as the largest delivery. */
const TRIAL = `trial write ${"x".repeat(128 * 1024)}`;

/** Reports the health of the database, for monitoring. */
export function vitalSigns(
  db: SqliteDatabase,
  file: string,
  index: Pick<FacetIndex, "isReady" | "whenReady">,
  commit: () => GroupCommit,
  readRoom = freeBytesBeside,
): VitalSigns {
  const client = db.$client;
  const listeners = new Set<(figures: CommitFigures) => void>();
  // Each has an index with nothing else in it, so counting reads only that.
  const quarantined = client
    .prepare<[], number>(
      `select (select count(*) from events indexed by events_unrecognised where kind = ${EVENT_KINDS.unrecognised})
         - (select count(*) from dismissals)`,
    )
    .pluck();
  const openCases = client
    .prepare<[], number>(
      `select count(*) from cases indexed by cases_open where "end" is null and dismissed_at is null`,
    )
    .pluck();
  const addTrial = client.prepare("insert into marks (name, value) values (?, 0) on conflict (name) do nothing");
  const removeTrial = client.prepare("delete from marks where name = ?");
  let isFull = false;
  const lastReceivedAt = client.prepare<[], number>("select received_at from events order by id desc limit 1").pluck();

  /** Uses two commits: what is added and removed in one may never reach the disk. */
  async function proveGrowth(): Promise<void> {
    await commit()(() => void addTrial.run(TRIAL));
    await commit()(() => void removeTrial.run(TRIAL));
  }

  return {
    read: async () => ({
      ...(await readSizes(file)),
      lastReceivedAt: lastReceivedAt.get() ?? null,
      quarantined: quarantined.get() ?? 0,
      openCases: openCases.get() ?? 0,
    }),
    proveWritable: async () => {
      await commit()(() => {
        // Rewrites the file's first page unchanged: needs no table, and nothing grows.
        client.pragma(`user_version = ${client.pragma("user_version", { simple: true })}`);
      });
      const room = await readRoom(file);
      if (room < ROOM_FOR_DELIVERIES_BYTES) throw noRoom(room);
      // A write that doesn't grow the file succeeds even on a full disk.
      if (isFull) await proveGrowth();
      isFull = false;
    },
    watchRefusals: async (kept) => {
      try {
        const outcome = await kept;
        isFull = false;
        return outcome;
      } catch (fault) {
        if (fault instanceof BetterSqlite3.SqliteError && /^SQLITE_(?:FULL|IOERR)/.test(fault.code)) isFull = true;
        throw fault;
      }
    },
    isIndexReady: () => {
      const isReady = index.isReady();
      if (!isReady) index.whenReady().catch(() => {});
      return isReady;
    },
    onCommit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    noteCommit: (figures) => {
      for (const listener of listeners) listener(figures);
    },
  };
}

function noRoom(bytes: number): Error {
  const fault = new Error(`Only ${formatBytes(bytes)} is free: deliveries may be refused.`);
  return Object.assign(fault, { code: "NO_ROOM" });
}

async function freeBytesBeside(file: string): Promise<number> {
  const { bavail, bsize } = await statfs(path.dirname(file));
  return bavail * bsize;
}

async function readSizes(file: string): Promise<Pick<Vitals, "fileBytes" | "walBytes" | "freeBytes">> {
  const [main, wal, freeBytes] = await Promise.all([stat(file), stat(`${file}-wal`), freeBytesBeside(file)]);
  return { fileBytes: main.size, walBytes: wal.size, freeBytes };
}
