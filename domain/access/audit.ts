/** Everything the audit log records, in the words it shows. */
export const DEED_WORDS = {
  set_up: "set up the deployment",
  signed_in: "signed in",
  sign_in_failed: "failed to sign in",
  sign_in_blocked: "was kept from trying again",
  identity_confirmed: "confirmed who they are",
  signed_out: "signed out",
  session_ended: "ended a session",
  invited: "invited",
  invitation_withdrawn: "withdrew an invitation",
  joined: "joined",
  access_link_made: "made a link for getting back in",
  access_restored: "got back in by a link",
  role_changed: "changed a role",
  person_removed: "removed a person",
  name_changed: "changed their name",
  password_changed: "changed their password",
  two_step_on: "turned the second step on",
  two_step_off: "turned the second step off",
  recovery_codes_made: "made new recovery codes",
  recovery_code_used: "used a recovery code",
  passkey_added: "added a passkey",
  passkey_removed: "removed a passkey",
  identity_linked: "linked single sign-on",
  identity_unlinked: "unlinked single sign-on",
  identity_refused: "was refused, since single sign-on is linked to another account",
  token_made: "made an API token",
  token_revoked: "revoked an API token",
  setting_changed: "changed a setting",
  view_added: "saved a view",
  view_changed: "changed a view",
  view_renamed: "renamed a view",
  view_removed: "deleted a view",
  connections_exported: "exported connections",
  results_exported: "exported outreach results",
  deliveries_exported: "exported deliveries",
  audit_exported: "exported the audit log",
  contacted: "contacted",
  cases_assigned: "assigned cases",
  cases_snoozed: "snoozed cases",
  cases_dismissed: "dismissed cases",
  cases_reopened: "reopened cases",
  account_accepted: "accepted another account",
  note_added: "added a note",
  case_act_undone: "undid an act",
  links_handed_out: "handed out reconnect links",
  link_revoked: "revoked a reconnect link",
  template_saved: "saved a template",
  template_removed: "deleted a template",
  incident_decided: "decided about an incident",
  contact_blocked: "blocked contacts",
  contact_unblocked: "allowed contacts again",
  replayed: "replayed events",
  reread: "read the quarantine again",
  quarantine_dismissed: "dismissed quarantined events",
  quarantine_returned: "brought dismissed events back into the quarantine",
  test_sent: "sent a test event",
  tests_removed: "removed test events",
  erased: "erased",
  backup_made: "made a backup",
  backup_failed: "failed to make a backup",
  restored: "restored a backup",
  old_data_removed: "removed old data",
  clock_confirmed: "confirmed the server's clock",
} as const;

export type Deed = keyof typeof DEED_WORDS;
export const DEEDS = Object.keys(DEED_WORDS) as readonly Deed[];

/** Deeds whose subject, if they have one, is a connection's id. An erasure removes that id. */
export const CONNECTION_DEEDS = [
  "contacted",
  "cases_assigned",
  "cases_snoozed",
  "cases_dismissed",
  "cases_reopened",
  "account_accepted",
  "note_added",
  "case_act_undone",
  "links_handed_out",
  "link_revoked",
  "contact_blocked",
  "contact_unblocked",
  "replayed",
  "test_sent",
] as const satisfies readonly Deed[];

/** Replaces what an erasure removed from an entry. The database accepts no other change there. */
export const ERASED_WORD = "(erased)";

/** `console`: anyone who may run commands on the server. `nobody`: not signed in. */
export type AuthorKind = "person" | "token" | "console" | "nobody";

/** The person or program that does something, and where the request came from. */
export type Author = {
  readonly kind: AuthorKind;
  readonly id: number | null;
  /** A person's e-mail, a token's name. */
  readonly name: string;
  readonly address: string | null;
  readonly agent: string | null;
};

/** Returns the person's id; null for other authors. Tokens have ids of their own. */
export function personIdOf({ kind, id }: Author): number | null {
  return kind === "person" ? id : null;
}

export const CONSOLE: Author = { kind: "console", id: null, name: "server console", address: null, agent: null };

/** Author of what the server does on schedule, as an admin once decided. */
export const BY_THE_CLOCK: Author = { ...CONSOLE, name: "Relink itself" };

/** Small facts in words and numbers. Never a creator's name or a secret: the log outlives both. */
export type AuditDetails = Readonly<Record<string, string | number | boolean>>;

export type AuditEntry = {
  readonly id: number;
  readonly at: number;
  readonly author: Author;
  readonly deed: Deed;
  readonly subject: string;
  readonly details: AuditDetails;
  /** The connections that a bulk act covered, without erased ones. */
  readonly connections: readonly string[];
  /** The person whose number the details give, as the log names people; null if there is no number, or if nobody has it. */
  readonly assignee: string | null;
};

/** The entry that the store writes in the same transaction as the deed. */
export type DeedRecord = { readonly deed: Deed; readonly subject?: string; readonly details?: AuditDetails };

/** The author of a change, and when it was made. */
export type By = { readonly author: Author; readonly at: number };
