import { type CaseKeeper, caseKeeper } from "./case-keeper";
import { type FacetIndex, facetIndex } from "./facet-index";
import { type Histories, histories } from "./histories";
import type { SqliteDatabase } from "./open";
import { connectionSaver, type SaveConnection } from "./save-connection";

/** What makes state of events, and keeps it. */
export type Projection = {
  readonly db: SqliteDatabase;
  readonly index: FacetIndex;
  readonly history: Histories;
  readonly cases: CaseKeeper;
  readonly save: SaveConnection;
};

/** `perCheckpoint` is for tests. */
export function projectionOf(db: SqliteDatabase, perCheckpoint?: number): Projection {
  const index = facetIndex(db);
  const history = histories(db, perCheckpoint);
  const cases = caseKeeper(db, index, history.turnsOf);
  return { db, index, history, cases, save: connectionSaver(db, index, cases) };
}
