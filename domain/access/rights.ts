import { includesRole, type Role } from "./role";

/** Who may do what: the least role for each right. Pages, actions and routes name the right that they take (`server/access/enter.ts`). */
export const RIGHTS = {
  read: "viewer",
  manage_own_account: "viewer",
  keep_views: "operator",
  export: "operator",
  work_on_cases: "operator",
  edit_templates: "operator",
  dismiss_quarantined: "operator",
  read_audit_log: "admin",
  erase_users: "admin",
  replay_events: "admin",
  send_test_events: "admin",
  read_settings: "admin",
  manage_people: "admin",
  manage_tokens: "admin",
  manage_privacy: "admin",
  manage_backups: "admin",
  manage_storage: "admin",
  manage_outreach: "admin",
} as const satisfies Readonly<Record<string, Role>>;

export type Right = keyof typeof RIGHTS;

/** Returns true if a role has a right: each role has those of the roles before it. */
export function mayDo(role: Role, right: Right): boolean {
  return includesRole(role, RIGHTS[right]);
}
