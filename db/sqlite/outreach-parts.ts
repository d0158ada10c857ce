import type { WriteAudit } from "./audit-log";
import type { ReadKeys } from "./connection-search";
import type { GroupCommit } from "./group-commit";
import type { Projection } from "./projection";
import type { Revisions } from "./revisions";

/** What the queries of outreach are made with. */
export type OutreachParts = Projection & {
  readonly readKeys: ReadKeys;
  readonly commit: GroupCommit;
  readonly write: WriteAudit;
  readonly advance: Revisions["advance"];
};
