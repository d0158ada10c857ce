import { type AuditEntry, DEED_WORDS } from "@/domain/access/audit";
import { csvLine } from "@/domain/lists/connection-export";
import type { Exporter } from "@/domain/values/exporter";
import { auditWords, valueWords } from "./audit-words";

const HEADER = ["at", "who", "kind", "deed", "words", "subject", "details", "address", "agent"];

/** Exports the audit log for spreadsheets, in the words of the screen. */
export const AUDIT_CSV: Exporter<AuditEntry> = {
  header: `\uFEFF${csvLine(HEADER)}`,
  lines: (slice) => slice.map((entry) => csvLine(cellsOf(entry))).join(""),
};

function cellsOf(entry: AuditEntry): string[] {
  const { at, author, deed } = entry;
  const { subject, facts } = auditWords(entry);
  const told = facts.map(({ name, values }) => `${name}: ${values.map((one) => valueWords(one, true)).join(" → ")}`);
  return [
    new Date(at).toISOString(),
    author.name,
    author.kind,
    deed,
    DEED_WORDS[deed] ?? deed,
    subject ? valueWords(subject, true) : "",
    told.join("; "),
    author.address ?? "",
    author.agent ?? "",
  ];
}
