import { stat, statfs } from "node:fs/promises";
import path from "node:path";
import type { Store } from "@/db/store";
import type { CommitFigures, Vitals } from "@/domain/vitals";
import type { FacetIndex } from "./facet-index";
import type { GroupCommit } from "./group-commit";
import type { SqliteDatabase } from "./open";
import { KIND_UNRECOGNISED } from "./rows";

type VitalSigns = Store["vitals"] & { readonly noteCommit: (figures: CommitFigures) => void };

/** How the database is: for those who watch over the deployment. */
export function vitalSigns(
  db: SqliteDatabase,
  file: string,
  index: Pick<FacetIndex, "isReady" | "whenReady">,
  commit: () => GroupCommit,
): VitalSigns {
  const client = db.$client;
  const listeners = new Set<(figures: CommitFigures) => void>();
  // Each has an index that holds nothing else, so counting reads only those.
  const quarantined = client
    .prepare<[], number>(
      `select (select count(*) from events indexed by events_unrecognised where kind = ${KIND_UNRECOGNISED})
         - (select count(*) from dismissals)`,
    )
    .pluck();
  const openCases = client
    .prepare<[], number>(
      `select count(*) from cases indexed by cases_open where "end" is null and dismissed_at is null`,
    )
    .pluck();
  const lastReceivedAt = client.prepare<[], number>("select received_at from events order by id desc limit 1").pluck();

  return {
    read: async () => ({
      ...(await readSizes(file)),
      lastReceivedAt: lastReceivedAt.get() ?? null,
      quarantined: quarantined.get() ?? 0,
      openCases: openCases.get() ?? 0,
    }),
    proveWritable: () =>
      commit()(() => {
        // Writes the file's first page as it is: no table has to be there for it, and nothing grows.
        client.pragma(`user_version = ${client.pragma("user_version", { simple: true })}`);
      }),
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

async function readSizes(file: string): Promise<Pick<Vitals, "fileBytes" | "walBytes" | "freeBytes">> {
  const [main, wal, disk] = await Promise.all([stat(file), stat(`${file}-wal`), statfs(path.dirname(file))]);
  return { fileBytes: main.size, walBytes: wal.size, freeBytes: disk.bavail * disk.bsize };
}
