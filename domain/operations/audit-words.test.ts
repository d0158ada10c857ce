import { expect, test } from "vitest";
import { type AuditDetails, type AuditEntry, DEEDS, type Deed, ERASED_WORD } from "@/domain/access/audit";
import { AUDIT_CSV } from "./audit-export";
import { type AuditWords, auditWords, valueWords } from "./audit-words";
import { settingsSchema } from "./settings";

const AT = Date.parse("2026-03-04T05:06:07.000Z");

/** An entry of each kind with all its details. A new deed that is missing here does not compile. */
const WRITTEN: Readonly<Record<Deed, readonly (Partial<AuditEntry> & { readonly shows: readonly string[] })[]>> = {
  set_up: [{ subject: "ana@example.com", details: { role: "admin" }, shows: ["Role: Admin"] }],
  signed_in: [{ details: { method: "password_and_code" }, shows: ["Method: password and code"] }],
  sign_in_failed: [
    { subject: "an unknown passkey", details: { method: "passkey" }, shows: ["Method: passkey"] },
    { details: { method: "password again" }, shows: ["Method: password again"] },
    { details: { method: "openid", cause: "not_invited" }, shows: ["Method: single sign-on", "Cause: not invited"] },
  ],
  sign_in_blocked: [{ details: { method: "code" }, shows: ["Method: code"] }],
  signed_out: [{ shows: [] }],
  session_ended: [{ details: { sessions: 2 }, shows: ["Sessions: 2"] }],
  invited: [{ details: { role: "operator" }, shows: ["Role: Operator"] }],
  invitation_withdrawn: [{ subject: "bo@example.com", shows: [] }],
  joined: [{ details: { role: "viewer" }, shows: ["Role: Viewer"] }],
  access_link_made: [{ shows: [] }],
  access_restored: [{ shows: [] }],
  role_changed: [{ details: { from: "viewer", to: "admin" }, shows: ["Role: Viewer → Admin"] }],
  person_removed: [{ details: { role: "viewer", person: 4711 }, shows: ["Role: Viewer"] }],
  name_changed: [{ details: { from: "Ana", to: "Ana Lima" }, shows: ["Name: Ana → Ana Lima"] }],
  password_changed: [{ shows: [] }],
  two_step_on: [{ shows: [] }],
  two_step_off: [{ shows: [] }],
  recovery_codes_made: [{ shows: [] }],
  recovery_code_used: [{ shows: [] }],
  passkey_added: [{ details: { name: "Laptop" }, shows: ["Passkey: Laptop"] }],
  passkey_removed: [{ details: { name: "Laptop" }, shows: ["Passkey: Laptop"] }],
  identity_linked: [{ details: { issuer: "https://id.example.com" }, shows: ["Provider: https://id.example.com"] }],
  identity_unlinked: [{ details: { issuer: "https://id.example.com" }, shows: ["Provider: https://id.example.com"] }],
  identity_confirmed: [{ details: { method: "passkey" }, shows: ["Method: passkey"] }],
  identity_refused: [
    {
      subject: "bo@example.com",
      details: { method: "openid", cause: "other_identity" },
      shows: ["Method: single sign-on", "Cause: other identity"],
    },
  ],
  token_made: [
    {
      subject: "Nightly",
      details: { role: "operator", expires: "2027-01-01" },
      shows: ["Role: Operator", "Good until: 2027-01-01"],
    },
  ],
  token_revoked: [{ subject: "Nightly", shows: [] }],
  setting_changed: [
    {
      subject: "coolDownHours",
      details: { from: "24", to: "48" },
      shows: ["Hours between two contacts", "Value: 24 → 48"],
    },
    {
      subject: "masksNamesForViewers",
      details: { from: "false", to: "true" },
      shows: ["Names for viewers", "Value: Shown → Hidden"],
    },
    {
      subject: "keepEventsDays",
      details: { from: "0", to: "90" },
      shows: ["Superseded events, days", "Value: forever → 90"],
    },
    { subject: "databaseMaxMb", details: { from: "0", to: "5" }, shows: ["Value: no limit → 5"] },
    { subject: "teamName", details: { from: "", to: "Acme" }, shows: ["How users know you", "Value: nothing → Acme"] },
  ],
  view_added: [{ subject: "view 3", shows: ["view 3"] }],
  view_changed: [{ subject: "view 3", shows: [] }],
  view_renamed: [{ subject: "view 3", shows: [] }],
  view_removed: [{ subject: "view 3", shows: [] }],
  connections_exported: [
    {
      details: { format: "usernames", filter: "?status=expired&q=(a text)", rows: 1200, chosen: "all" },
      shows: [
        "Format: usernames",
        "Filter: status = expired, q = (a text)",
        "Rows: 1,200",
        "Selection: all that match",
      ],
    },
    {
      details: { format: "csv", filter: "", rows: "about 5", chosen: "some" },
      shows: ["Filter: none", "Rows: about 5"],
    },
  ],
  results_exported: [{ details: { filter: "?show=closed" }, shows: ["Filter: show = closed"] }],
  deliveries_exported: [
    { details: { filter: "?last_event=7d&id=(an id)" }, shows: ["Filter: last event = 7d, id = (an id)"] },
  ],
  audit_exported: [
    { details: { filter: "" }, shows: ["Filter: none"] },
    { details: { filter: ERASED_WORD }, shows: [`Filter: ${ERASED_WORD}`] },
  ],
  contacted: [
    {
      subject: "conn_1",
      details: { channel: "email", template: "First try", cases: 1 },
      shows: ["conn_1", "Channel: E-mail", "Template: First try", "Cases: 1"],
    },
    {
      details: { channel: "phone", template: "", cases: 2, batch: 7, firstAct: 1, lastAct: 2 },
      connections: ["conn_1", "conn_2"],
      shows: ["Channel: Phone", "Cases: 2", "Connections: conn_1, conn_2"],
    },
    {
      details: { channel: "phone", template: "", cases: 3 },
      connections: ["conn_1"],
      shows: ["conn_1 and 2 no longer known"],
    },
  ],
  cases_assigned: [
    { subject: "conn_1", details: { to: 7, cases: 1 }, assignee: "bo@example.com", shows: ["To: bo@example.com"] },
    { details: { to: 8, cases: 1 }, assignee: null, shows: ["To: a person who was removed"] },
    { details: { to: "nobody", cases: 1 }, shows: ["To: nobody"] },
  ],
  cases_snoozed: [
    { details: { until: AT, cases: 1 }, shows: ["Until: 2026-03-04 05:06:07 UTC"] },
    { details: { until: "link opened", cases: 1 }, shows: ["Until: link opened"] },
  ],
  cases_dismissed: [{ details: { reason: "no_answer", cases: 1 }, shows: ["Reason: No answer, again and again"] }],
  cases_reopened: [{ details: { cases: 1 }, shows: [] }],
  account_accepted: [{ subject: ERASED_WORD, details: { cases: 1 }, shows: [ERASED_WORD] }],
  note_added: [{ details: { cases: 1 }, shows: [] }],
  case_act_undone: [
    { details: { act: "snoozed", cases: 1, batch: 1, firstAct: 1, lastAct: 1 }, shows: ["Act: snooze"] },
  ],
  links_handed_out: [
    {
      details: { links: 2, firstStep: 4, lastStep: 5 },
      connections: ["conn_1", "conn_2"],
      shows: ["Links: 2", "conn_2"],
    },
  ],
  link_revoked: [{ subject: "conn_1", shows: ["conn_1"] }],
  template_saved: [{ subject: "First try", shows: ["First try"] }],
  template_removed: [{ subject: "First try", shows: [] }],
  incident_decided: [{ details: { incident: 3, cases: 40 }, shows: ["Incident: 3", "Cases: 40"] }],
  contact_blocked: [{ subject: "conn_1", shows: ["conn_1"] }],
  contact_unblocked: [{ subject: "conn_1", shows: ["conn_1"] }],
  replayed: [{ subject: "conn_1", details: { mode: "check" }, shows: ["Mode: only checked"] }],
  reread: [{ details: { mode: "correct", events: "all" }, shows: ["Mode: corrected", "Events: all"] }],
  quarantine_dismissed: [{ details: { events: 2, numbers: "4, 9" }, shows: ["Events: 2", "Numbers: 4, 9"] }],
  quarantine_returned: [{ details: { events: 1, numbers: "4" }, shows: ["Numbers: 4"] }],
  test_sent: [
    {
      subject: "conn_relink_test_1",
      details: { change: "created", scheme: "svix", way: "public" },
      shows: ["Event: created", "Signature: Svix or Standard Webhooks", "Sent to: the public address"],
    },
  ],
  tests_removed: [{ details: { events: 12 }, shows: ["Events: 12"] }],
  erased: [
    {
      subject: "a user",
      details: { reference: "abc123", connections: 2, events: 9, step: "begun" },
      shows: ["Digest of the reference: abc123", "Connections: 2", "Events: 9", "Step: begun"],
    },
    { details: { reference: "abc123", removed: "0f1e 2d3c" }, shows: ["Quarantined events: 2"] },
    { details: { reference: "abc123", repeated: true }, shows: ["Repeated by a restore: yes"] },
  ],
  backup_made: [
    {
      details: { size: "1.2 MB", events: 9, compared: "5 of 9", took: "0.2 s" },
      shows: ["Size: 1.2 MB", "Events: 9", "Connections compared: 5 of 9", "Took: 0.2 s"],
    },
  ],
  backup_failed: [{ details: { problem: "not_writable" }, shows: ["Problem: not writable"] }],
  restored: [{ subject: "relink.backup", shows: [] }],
  old_data_removed: [
    {
      details: {
        step: "done",
        events: 5,
        unread: 1,
        repeats: 2,
        hours: 3,
        audit: 4,
        bytes: 1_200_000,
        auditBefore: "2026-03-04T05:06:07.000Z",
      },
      shows: [
        "Superseded events: 5",
        "Quarantine and signing rules: 1",
        "Audit log: 4",
        "Size: 1.2 MB",
        "Audit log before: 2026-03-04 05:06:07 UTC",
      ],
    },
  ],
  clock_confirmed: [{ shows: [] }],
};

function entryOf(deed: Deed, written: Partial<AuditEntry>): AuditEntry {
  const author = { kind: "person", id: 4711, name: "ana@example.com", address: null, agent: null } as const;
  return { id: 1, at: AT, author, deed, subject: "", details: {}, connections: [], assignee: null, ...written };
}

function linesOf({ subject, facts }: AuditWords, isForMachines = false): string[] {
  const words = (value: AuditWords["subject"]) => (value ? valueWords(value, isForMachines) : "");
  return [words(subject), ...facts.map(({ name, values }) => `${name}: ${values.map(words).join(" → ")}`)];
}

const CODE = /[a-z][A-Z]|[a-z]_[a-z]/;

test.each(DEEDS)("every detail of “%s” is shown in words, on screen and in a file", (deed) => {
  for (const { shows, ...written } of WRITTEN[deed]) {
    const entry = entryOf(deed, written);
    const words = auditWords(entry);
    const lines = linesOf(words);
    for (const shown of shows) expect(lines.join("\n")).toContain(shown);
    const inFile = AUDIT_CSV.lines([entry]);
    const told = linesOf(words, true);
    for (const line of told.slice(1)) expect(inFile).toContain(line);
    for (const text of [...lines, ...told]) {
      expect(text.replaceAll("conn_relink_test", "").replaceAll(/conn_\d/g, "")).not.toMatch(CODE);
      expect(text).not.toMatch(/\d{10,}|4711/);
    }
    const hidden = ["batch", "firstAct", "lastAct", "firstStep", "lastStep", "person"];
    const details = Object.keys(entry.details).filter((name) => !hidden.includes(name));
    // Before and after are one fact; an empty detail is none.
    expect(words.facts.length).toBeGreaterThanOrEqual(
      details.filter((name) => !["from", "template"].includes(name)).length,
    );
  }
});

test("every setting has its screen's name, with its previous value", () => {
  for (const name of settingsSchema.keyof().options) {
    const words = auditWords(entryOf("setting_changed", { subject: name, details: { from: "1", to: "2" } }));
    expect(linesOf(words)[0]).not.toBe(name);
    expect(linesOf(words)[0]).not.toMatch(CODE);
    expect(words.facts).toHaveLength(1);
  }
});

test("instants are exact in a file", () => {
  const snoozed = entryOf("cases_snoozed", { details: { until: AT, cases: 1 } });
  expect(AUDIT_CSV.lines([snoozed])).toContain("Until: 2026-03-04T05:06:07.000Z; Cases: 1");
});

test("a detail known only to another version is shown in words as well", () => {
  const details: AuditDetails = { dueAt: AT, some_fact: "no_room", isOn: true, parts: 1234 };
  const words = auditWords(entryOf("signed_out", { details }));
  expect(linesOf(words).slice(1)).toEqual([
    "Due at: 2026-03-04 05:06:07 UTC",
    "Some fact: no room",
    "Is on: yes",
    "Parts: 1,234",
  ]);
});

test("connections and quarantined events as subjects are links", () => {
  expect(auditWords(entryOf("link_revoked", { subject: "conn_1" })).subject).toEqual({
    kind: "connection",
    id: "conn_1",
  });
  expect(auditWords(entryOf("link_revoked", { subject: ERASED_WORD })).subject).toEqual({
    kind: "text",
    text: ERASED_WORD,
  });
  const { facts } = auditWords(entryOf("quarantine_dismissed", { details: { events: 2, numbers: "4, 9" } }));
  expect(facts.at(1)?.values).toEqual([{ kind: "events", ids: [4, 9] }]);
});

test("in the exported audit log, the name and browser of a failed sign-in are never formulas", () => {
  const author = { kind: "nobody", id: null, name: "x;=1", address: "192.0.2.1", agent: "a\t＝1+1" } as const;
  const line = AUDIT_CSV.lines([{ ...entryOf("sign_in_failed", { subject: "=1" }), author }]);
  expect(line).toBe(
    `${[
      new Date(AT).toISOString(),
      "x;'=1",
      "nobody",
      "sign_in_failed",
      "failed to sign in",
      "'=1",
      "",
      "192.0.2.1",
      "a\t'＝1+1",
    ]
      .map((cell) => `"${cell}"`)
      .join(",")}\r\n`,
  );
});
