import { type AuditEntry, CONNECTION_DEEDS, type Deed, ERASED_WORD } from "@/domain/access/audit";
import { ROLE_WORDS } from "@/domain/access/role";
import { METHOD_WORDS } from "@/domain/access/sign-in";
import { SCHEME_WORDS } from "@/domain/intake/scheme-words";
import { CHANNEL_WORDS, DISMISS_WORDS } from "@/domain/outreach/case-words";
import { formatBytes } from "@/domain/values/byte-size";
import { formatInstant } from "@/domain/values/duration";
import { RETENTION_KINDS, RULE_OF_KIND } from "./retention";
import { SETTING_LABELS, settingLabel, settingValueWords } from "./setting-words";

/** An audit entry in words, without its author. */
export type AuditWords = { readonly subject: AuditValue | null; readonly facts: readonly AuditFact[] };

/** Two values mean before and after. */
export type AuditFact = { readonly name: string; readonly values: readonly AuditValue[] };

export type AuditValue =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "instant"; readonly at: number }
  | { readonly kind: "connection"; readonly id: string }
  | { readonly kind: "events"; readonly ids: readonly number[] }
  /** `unknown` counts further ones that are erased or were not recorded. */
  | { readonly kind: "connections"; readonly ids: readonly string[]; readonly unknown: number };

type Raw = string | number | boolean;
type Detail = { readonly name: string; readonly read: (value: Raw, entry: AuditEntry) => AuditValue | null };
type Details = Readonly<Record<string, Detail>>;

/** Ids in an entry's details. They are hidden: the entry shows the connections and people themselves. */
const HIDDEN = ["batch", "firstAct", "lastAct", "firstStep", "lastStep", "person"];
/** 9 September 2001. No count in an entry is this large. */
const INSTANT_MIN = 1_000_000_000_000;

const METHODS: Readonly<Record<string, string>> = METHOD_WORDS;
const ROLES: Readonly<Record<string, { readonly label: string }>> = ROLE_WORDS;
const ACT_WORDS: Readonly<Record<string, string>> = {
  assigned: "assignment",
  contacted: "contact",
  snoozed: "snooze",
  dismissed: "dismissal",
  reopened: "reopening",
  accepted: "accepted account",
  noted: "note",
};

const method = among("Method", METHODS);
const role: Detail = { name: "Role", read: (value) => text(ROLES[String(value)]?.label ?? plain(value)) };
const filter: Detail = { name: "Filter", read: (value) => text(filterWords(String(value))) };
const mode = among("Mode", { check: "only checked", correct: "corrected" });
const cases = said("Cases");
const events = said("Events");
const numbers: Detail = {
  name: "Numbers",
  read: (value) => ({ kind: "events", ids: String(value).split(", ").map(Number) }),
};
const template: Detail = { name: "Template", read: (value) => (value === "" ? null : text(String(value))) };
const assignee: Detail = {
  name: "To",
  read: (value, entry) =>
    text(typeof value === "number" ? (entry.assignee ?? "a person who was removed") : value.toString()),
};
const setting: Detail = {
  name: "Value",
  read: (value, { subject }) => text(settingValueWords(subject, String(value))),
};
const verbatim = (name: string): Detail => ({ name, read: (value) => text(String(value)) });

/** The details recorded with each deed. `from` and `to` become one fact. */
const DETAILS: Readonly<Record<Deed, Details>> = {
  set_up: { role },
  signed_in: { method },
  sign_in_failed: { method, cause: said("Cause") },
  sign_in_blocked: { method },
  signed_out: {},
  session_ended: { sessions: said("Sessions") },
  invited: { role },
  invitation_withdrawn: {},
  joined: { role },
  access_link_made: {},
  access_restored: {},
  role_changed: { from: role, to: role },
  person_removed: { role },
  name_changed: { from: verbatim("Name"), to: verbatim("Name") },
  password_changed: {},
  two_step_on: {},
  two_step_off: {},
  recovery_codes_made: {},
  recovery_code_used: {},
  passkey_added: { name: verbatim("Passkey") },
  passkey_removed: { name: verbatim("Passkey") },
  identity_linked: { issuer: verbatim("Provider") },
  identity_unlinked: { issuer: verbatim("Provider") },
  identity_confirmed: { method },
  identity_refused: { method, cause: said("Cause") },
  token_made: { role, expires: verbatim("Good until") },
  token_revoked: {},
  setting_changed: { from: setting, to: setting },
  view_added: {},
  view_changed: {},
  view_renamed: {},
  view_removed: {},
  connections_exported: {
    format: said("Format"),
    filter,
    rows: said("Rows"),
    chosen: among("Selection", { all: "all that match", some: "selected rows" }),
  },
  results_exported: { filter },
  deliveries_exported: { filter },
  audit_exported: { filter },
  contacted: { channel: among("Channel", CHANNEL_WORDS), template, cases },
  cases_assigned: { to: assignee, cases },
  cases_snoozed: { until: said("Until"), cases },
  cases_dismissed: { reason: among("Reason", DISMISS_WORDS), cases },
  cases_reopened: { cases },
  account_accepted: { cases },
  note_added: { cases },
  case_act_undone: { act: among("Act", ACT_WORDS), cases },
  links_handed_out: { links: said("Links") },
  link_revoked: {},
  template_saved: {},
  template_removed: {},
  incident_decided: { incident: said("Incident"), cases },
  contact_blocked: {},
  contact_unblocked: {},
  replayed: { mode },
  reread: { mode, events },
  quarantine_dismissed: { events, numbers },
  quarantine_returned: { events, numbers },
  test_sent: {
    change: said("Event"),
    scheme: among("Signature", SCHEME_WORDS),
    way: among("Sent to", { direct: "this server", public: "the public address" }),
  },
  tests_removed: { events },
  erased: {
    reference: verbatim("Digest of the reference"),
    connections: said("Connections"),
    events,
    removed: { name: "Quarantined events", read: (value) => text(plain(String(value).split(" ").length)) },
    step: said("Step"),
    repeated: said("Repeated by a restore"),
  },
  backup_made: { size: verbatim("Size"), events, compared: verbatim("Connections compared"), took: verbatim("Took") },
  backup_failed: { problem: said("Problem") },
  restored: {},
  old_data_removed: {
    step: said("Step"),
    ...Object.fromEntries(
      RETENTION_KINDS.map((kind) => [kind, said(SETTING_LABELS[RULE_OF_KIND[kind]].replace(/, days$/, ""))]),
    ),
    bytes: { name: "Size", read: (value) => text(formatBytes(Number(value))) },
    auditBefore: { name: "Audit log before", read: (value) => ({ kind: "instant", at: Date.parse(String(value)) }) },
  },
  clock_confirmed: {},
};

/** Puts an entry into words, the same on the screen and in a file. */
export function auditWords(entry: AuditEntry): AuditWords {
  return { subject: subjectOf(entry), facts: [...factsOf(entry), ...connectionsOf(entry)] };
}

/** Formats a value as text. Files have instants in ISO 8601. */
export function valueWords(value: AuditValue, isForMachines = false): string {
  if (value.kind === "text") return value.text;
  if (value.kind === "connection") return value.id;
  if (value.kind === "instant") return isForMachines ? new Date(value.at).toISOString() : formatInstant(value.at);
  if (value.kind === "events") return value.ids.join(", ");
  return `${value.ids.join(", ")}${unknownWords(value)}`;
}

/** Returns the words after the ids of known connections. */
export function unknownWords({ ids, unknown }: { readonly ids: readonly string[]; readonly unknown: number }): string {
  if (unknown === 0) return "";
  return `${ids.length > 0 ? " and " : ""}${unknown.toLocaleString("en")} no longer known`;
}

function subjectOf({ deed, subject }: AuditEntry): AuditValue | null {
  if (subject === "") return null;
  if (deed === "setting_changed") return text(settingLabel(subject));
  const isConnection = CONNECTION_DEEDS.some((one) => one === deed) && subject !== ERASED_WORD;
  return isConnection ? { kind: "connection", id: subject } : text(subject);
}

function factsOf(entry: AuditEntry): AuditFact[] {
  const known: Details = DETAILS[entry.deed] ?? {};
  const facts: AuditFact[] = [];
  for (const [key, value] of Object.entries(entry.details)) {
    if (HIDDEN.includes(key)) continue;
    const { name, read } = known[key] ?? said(humanised(key));
    const shown = read(value, entry);
    if (!shown) continue;
    const before = key === "to" && "from" in entry.details ? facts.pop() : undefined;
    facts.push({ name, values: [...(before?.values ?? []), shown] });
  }
  return facts;
}

/** Returns the connections of a bulk act. */
function connectionsOf({ deed, subject, details, connections }: AuditEntry): AuditFact[] {
  if (subject !== "" || !CONNECTION_DEEDS.some((one) => one === deed)) return [];
  const done = Number(details.cases ?? details.links ?? connections.length);
  const unknown = Math.max(0, done - connections.length);
  if (connections.length + unknown === 0) return [];
  return [{ name: "Connections", values: [{ kind: "connections", ids: connections, unknown }] }];
}

function text(words: string): AuditValue {
  return { kind: "text", text: words };
}

/** Describes a detail that is shown as it is: counts, codes, instants. */
function said(name: string): Detail {
  return {
    name,
    read: (value) => {
      if (typeof value === "number" && value >= INSTANT_MIN) return { kind: "instant", at: value };
      return text(plain(value));
    },
  };
}

/** Describes a detail that is one of a few codes. */
function among(name: string, words: Readonly<Record<string, string>>): Detail {
  return { name, read: (value) => text(words[String(value)] ?? plain(value)) };
}

function plain(value: Raw): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? value.toLocaleString("en") : value.replaceAll("_", " ");
}

function humanised(key: string): string {
  const words = key
    .replaceAll("_", " ")
    .replaceAll(/([a-z])([A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "?status=expired&q=(a text)" as "status = expired, q = (a text)". */
function filterWords(query: string): string {
  if (query === "") return "none";
  if (!query.startsWith("?")) return query;
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${name.replaceAll("_", " ")} = ${value.replaceAll("_", " ")}`)
    .join(", ");
}
