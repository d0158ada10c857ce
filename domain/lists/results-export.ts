import type { Connection } from "@/domain/connection/connection";
import { type CaseRound, fateOf } from "@/domain/outreach/outreach-results";
import type { Exporter } from "@/domain/values/exporter";
import { csvLine } from "./connection-export";

/** A case with its connection; null if that was removed meanwhile. */
export type CountedCase = CaseRound & { readonly connection: Connection | null };

type Field = readonly [name: string, read: (one: CountedCase) => string | number | null | undefined];

const FIELDS: readonly Field[] = [
  ["account_name", ({ connection }) => connection?.account.name],
  ["account_username", ({ connection }) => connection?.account.username],
  ["account_id", ({ connection }) => connection?.account.id],
  ["user", ({ connection }) => connection?.user],
  ["connection", ({ connectionId }) => connectionId],
  ["outcome", fateOf],
  ["reason", (one) => (fateOf(one) === "dismissed" ? one.dismissReason : null)],
  ["expired_at", ({ openedAt }) => isoTime(openedAt)],
  ["closed_at", ({ closedAt, dismissedAt }) => isoTime(closedAt ?? dismissedAt)],
  ["contacts", ({ contacts }) => contacts],
  ["last_contact_at", ({ contactedAt }) => isoTime(contactedAt)],
  ["last_contact_channel", ({ channel }) => channel],
  ["last_contact_template", ({ template }) => template],
  ["relapsed", ({ isRelapse }) => String(isRelapse)],
];

/** Exports the cases behind a figure for spreadsheets. */
export const RESULTS_CSV: Exporter<CountedCase> = {
  // The byte order mark tells spreadsheets that this is UTF-8. Without it they garble names.
  header: `\uFEFF${csvLine(FIELDS.map(([name]) => name))}`,
  lines: (slice) => slice.map((one) => csvLine(FIELDS.map(([, read]) => String(read(one) ?? "")))).join(""),
};

function isoTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
