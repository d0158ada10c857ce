import { type FacetIndex, facetIndex } from "@/db/index/facet-index";
import { type CaseKeeper, caseKeeper } from "@/db/sqlite/cases/case-keeper";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { type Histories, histories } from "@/db/sqlite/history/histories";
import { caseRows, connectionRows } from "@/db/sqlite/lists/indexed-rows";
import { connectionSaver, type SaveConnection } from "./save-connection";

/** What turns events into state and stores it. */
export type Projection = {
  readonly db: SqliteDatabase;
  readonly index: FacetIndex;
  readonly history: Histories;
  readonly cases: CaseKeeper;
  readonly save: SaveConnection;
};

/** `perCheckpoint` is for tests. */
export function projectionOf(db: SqliteDatabase, perCheckpoint?: number): Projection {
  const index = facetIndex(connectionRows(db), caseRows(db));
  const history = histories(db, perCheckpoint);
  const cases = caseKeeper(db, index, history.statusChangesOf);
  return { db, index, history, cases, save: connectionSaver(db, index, cases) };
}
