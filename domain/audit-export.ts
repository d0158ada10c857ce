import type { AuditEntry } from "./audit";
import { csvLine } from "./connection-export";
import type { Exporter } from "./exporter";

const HEADER = ["at", "who", "kind", "deed", "subject", "details", "address", "agent"];

/** The audit log as a table for spreadsheets: a header once, then the lines of each slice. */
export const AUDIT_CSV: Exporter<AuditEntry> = {
  header: `\uFEFF${csvLine(HEADER)}`,
  lines: (slice) =>
    slice
      .map(({ at, author, deed, subject, details }) =>
        csvLine([
          new Date(at).toISOString(),
          author.name,
          author.kind,
          deed,
          subject,
          Object.keys(details).length > 0 ? JSON.stringify(details) : "",
          author.address ?? "",
          author.agent ?? "",
        ]),
      )
      .join(""),
};
