import { differingColumns } from "@/db/sqlite/ingest/save-connection";
import type { ConnectionRow } from "@/db/sqlite/schema/rows";
import type { ConnectionDifference } from "@/domain/operations/maintenance";

const INSTANTS: ReadonlySet<keyof ConnectionRow> = new Set(["statusSince", "firstEventAt", "lastEventAt", "downSince"]);

/** Describes how the stored row of a connection differs from the fold of its events. */
export function describeDifferences(
  connectionId: string,
  stored: ConnectionRow | null,
  folded: ConnectionRow | null,
): ConnectionDifference {
  if (!stored) return { connectionId, kind: "missing", differences: [] };
  if (!folded) return { connectionId, kind: "surplus", differences: [] };
  const differences = differingColumns(stored, folded).map((column) => ({
    field: column.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    stored: wordsOf(column, stored),
    folded: wordsOf(column, folded),
  }));
  return { connectionId, kind: "changed", differences };
}

function wordsOf(column: keyof ConnectionRow, row: ConnectionRow): string | null {
  const value = row[column];
  if (value === null) return null;
  return typeof value === "number" && INSTANTS.has(column) ? new Date(value).toISOString() : String(value);
}
