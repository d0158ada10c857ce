import type { Connection } from "@/domain/connection/connection";
import { UNTIL_OPENED } from "@/domain/outreach/case-work";
import type { Exporter } from "@/domain/values/exporter";
import type { ConnectionColumn } from "./list-look";
import type { ListedCase } from "./listed-case";

/**
 * `users` and `usernames` are plain lists, one value per line, to paste into a messaging tool. They leave out users not to
 * contact.
 */
export const EXPORT_FORMATS = ["csv", "jsonl", "users", "usernames"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const CONTENT_TYPES: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  jsonl: "application/x-ndjson; charset=utf-8",
  users: "text/plain; charset=utf-8",
  usernames: "text/plain; charset=utf-8",
};

export const FILE_ENDINGS: Record<ExportFormat, string> = {
  csv: "csv",
  jsonl: "jsonl",
  users: "txt",
  usernames: "txt",
};

/** A connection with its newest case, as a list shows it. */
export type ExportedConnection = Connection & {
  readonly listedCase: ListedCase | null;
  /** Why not to contact its user; null if they may be contacted, empty if no reason was given. */
  readonly doNotContact: string | null;
};

type Field = readonly [
  name: string,
  read: (connection: ExportedConnection) => string | number | readonly string[] | null,
];

/** One column of the table may be several fields: people read them together, programs apart. */
const FIELDS: Record<ConnectionColumn, readonly Field[]> = {
  status: [
    ["status", (one) => one.status],
    ["status_since", (one) => isoTime(one.statusSince)],
  ],
  account: [
    ["account_name", (one) => one.account.name],
    ["account_username", (one) => one.account.username],
    ["account_id", (one) => one.account.id],
  ],
  user: [["user", (one) => one.user]],
  permissions: [
    ["permissions", (one) => one.permissions],
    ["lost_permissions", (one) => one.lostPermissions],
  ],
  last_event: [["last_event_at", (one) => isoTime(one.last.occurredAt)]],
  outreach: [
    ["outreach", (one) => one.listedCase?.state ?? null],
    ["outreach_owner", (one) => one.listedCase?.owner?.name ?? null],
    ["snoozed_until", (one) => isoTimeOf(snoozeOf(one.listedCase))],
    // Reported even without a reason.
    ["do_not_contact", (one) => (one.doNotContact === "" ? "yes" : one.doNotContact)],
  ],
  why: [
    ["case_opened_at", (one) => isoTimeOf(one.listedCase?.openedAt)],
    ["relapsed", (one) => (one.listedCase ? String(one.listedCase.isRelapse) : null)],
    ["other_expired_connections", (one) => one.listedCase?.others ?? null],
  ],
  contact: [
    ["contacts", (one) => one.listedCase?.contacts ?? null],
    ["last_contact_at", (one) => isoTimeOf(one.listedCase?.contact?.at)],
    ["last_contact_by", (one) => one.listedCase?.contact?.name ?? null],
    ["link", (one) => one.listedCase?.link?.progress ?? null],
    ["link_detail", (one) => one.listedCase?.link?.detail ?? null],
  ],
  connection: [["connection", (one) => one.id]],
  expiries: [["expiries", (one) => one.expiries]],
  created: [["first_event_at", (one) => isoTime(one.firstEventAt)]],
  environment: [["environment", (one) => one.environment]],
};

/** Returns the exporter of a format with these columns, in their order. The connection's id is always included. */
export function exporterOf(format: ExportFormat, columns: readonly ConnectionColumn[]): Exporter<ExportedConnection> {
  if (format === "users") return listOf((one) => one.user);
  if (format === "usernames") return listOf((one) => one.account.username);
  const shown = columns.includes("connection") ? columns : [...columns, "connection" as const];
  const fields = shown.flatMap((column) => FIELDS[column]);
  if (format === "jsonl") {
    return { header: "", lines: (slice) => slice.map((one) => `${JSON.stringify(recordOf(fields, one))}\n`).join("") };
  }
  return {
    // The byte order mark tells spreadsheets that this is UTF-8. Without it they garble names.
    header: `\uFEFF${csvLine(fields.map(([name]) => name))}`,
    lines: (slice) => slice.map((one) => csvLine(fields.map(([, read]) => cellText(read(one))))).join(""),
  };
}

/** Formats a line as in RFC 4180, with every cell quoted, and safe to open in a spreadsheet whatever its separator. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${disarm(cell).replaceAll('"', '""')}"`).join(",")}\r\n`;
}

const SEPARATOR = String.raw`,;|\t\r\n\v\f\u0085\u2028\u2029`;
/** What a program skips before it decides what a cell is. Holds no separator, so that nothing is scanned twice. */
const SKIPPED = String.raw`(?:(?![${SEPARATOR}])[\s\p{Cc}\p{Cf}"])*`;
const FORMULA = new RegExp(
  String.raw`^(?=[\t\r\n])|(?<=^|[${SEPARATOR}])(?=${SKIPPED}[=+\-@%|\uFF1D\uFF0B\uFF0D\uFF20\uFF05\uFF5C])`,
  "gu",
);

/**
 * Puts an apostrophe before a cell that a spreadsheet would read as a formula
 * (https://owasp.org/www-community/attacks/CSV_Injection), and before formulas after a separator within it. Names come from
 * strangers.
 */
function disarm(cell: string): string {
  return cell.replace(FORMULA, "'");
}

function cellText(value: ReturnType<Field[1]>): string {
  if (value === null) return "";
  return typeof value === "object" ? value.join(" ") : String(value);
}

function recordOf(fields: readonly Field[], connection: ExportedConnection): Record<string, unknown> {
  return Object.fromEntries(fields.map(([name, read]) => [name, read(connection)]));
}

/**
 * Lists each value once. Leaves out rows without one and users not to contact, so that nobody gets two messages, or an unwanted
 * one.
 */
function listOf(read: (connection: ExportedConnection) => string | null): Exporter<ExportedConnection> {
  const seen = new Set<string>();
  return {
    header: "",
    lines: (slice) => {
      const allowed = slice.filter(({ doNotContact }) => doNotContact === null);
      const fresh = allowed.map(read).filter((value) => value !== null && !seen.has(value) && seen.add(value));
      // A value with a line break would become two.
      return fresh.map((value) => `${value?.replace(/[\r\n]+/g, " ")}\n`).join("");
    },
  };
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}

function isoTimeOf(at: number | null | undefined): string | null {
  return at == null ? null : isoTime(at);
}

/** Returns when a snooze ends. A snooze until the link is opened has no time. */
function snoozeOf(listed: ListedCase | null): number | null {
  return listed?.state === "snoozed" && listed.snoozedUntil !== UNTIL_OPENED ? listed.snoozedUntil : null;
}
