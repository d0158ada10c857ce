import type { Deed } from "@/domain/access/audit";
import type { RestorePlan } from "./restore";

/**
 * What a restore does to a deed since the backup. `access`: it concerns who may enter or be contacted, and survives if access is
 * kept. `unaffected`: it changed nothing that a restore brings back, or the restore repeats it, as with an erasure.
 */
const RESTORED_DEEDS: Readonly<Record<Deed, "lost" | "access" | "unaffected">> = {
  set_up: "access",
  signed_in: "unaffected",
  sign_in_failed: "unaffected",
  sign_in_blocked: "unaffected",
  identity_confirmed: "unaffected",
  signed_out: "unaffected",
  session_ended: "unaffected",
  invited: "lost",
  invitation_withdrawn: "unaffected",
  joined: "access",
  access_link_made: "lost",
  access_restored: "access",
  role_changed: "access",
  person_removed: "access",
  name_changed: "access",
  password_changed: "access",
  two_step_on: "access",
  two_step_off: "access",
  recovery_codes_made: "access",
  recovery_code_used: "access",
  passkey_added: "access",
  passkey_removed: "access",
  identity_linked: "access",
  identity_unlinked: "access",
  identity_refused: "unaffected",
  token_made: "access",
  token_revoked: "access",
  setting_changed: "lost",
  view_added: "lost",
  view_changed: "lost",
  view_renamed: "lost",
  view_removed: "lost",
  connections_exported: "unaffected",
  results_exported: "unaffected",
  deliveries_exported: "unaffected",
  audit_exported: "unaffected",
  contacted: "lost",
  cases_assigned: "lost",
  cases_snoozed: "lost",
  cases_dismissed: "lost",
  cases_reopened: "lost",
  account_accepted: "lost",
  note_added: "lost",
  case_act_undone: "lost",
  links_handed_out: "lost",
  link_revoked: "access",
  template_saved: "lost",
  template_removed: "lost",
  incident_decided: "lost",
  contact_blocked: "access",
  contact_unblocked: "lost",
  replayed: "lost",
  reread: "lost",
  quarantine_dismissed: "lost",
  quarantine_returned: "lost",
  test_sent: "lost",
  tests_removed: "lost",
  erased: "unaffected",
  backup_made: "unaffected",
  backup_failed: "unaffected",
  restored: "lost",
  old_data_removed: "lost",
  clock_confirmed: "lost",
};

/** Returns true if a restore undoes a deed. Deeds known only to another version count as undone. */
export function isUndoneByRestore(deed: Deed, access: RestorePlan["access"]): boolean {
  const fate = RESTORED_DEEDS[deed];
  return fate === "access" ? access === "ended" : fate !== "unaffected";
}
