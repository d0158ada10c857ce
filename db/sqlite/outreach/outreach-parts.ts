import type { WriteAudit } from "@/db/sqlite/access/audit-log";
import type { GroupCommit } from "@/db/sqlite/file/group-commit";
import type { Revisions } from "@/db/sqlite/file/revisions";
import type { Projection } from "@/db/sqlite/ingest/projection";
import type { ReadKeys } from "@/db/sqlite/lists/connection-search";

/** The dependencies of the outreach queries. */
export type OutreachParts = Projection & {
  readonly readKeys: ReadKeys;
  readonly commit: GroupCommit;
  readonly write: WriteAudit;
  readonly advance: Revisions["advance"];
};
