import { expect, test } from "vitest";
import { mayDo, RIGHTS, type Right } from "./rights";
import { ROLES } from "./role";

test("a viewer reads, an operator works and exports, and whatever reveals, removes or decides is for admins", () => {
  const rights = Object.keys(RIGHTS) as Right[];
  const gained = ROLES.map((role, index) => {
    const before = ROLES[index - 1];
    return [role, rights.filter((right) => mayDo(role, right) && !(before && mayDo(before, right)))];
  });
  expect(gained).toEqual([
    ["viewer", ["read", "manage_own_account"]],
    ["operator", ["keep_views", "export", "work_on_cases", "edit_templates", "dismiss_quarantined"]],
    [
      "admin",
      [
        "read_audit_log",
        "erase_users",
        "replay_events",
        "send_test_events",
        "read_settings",
        "manage_people",
        "manage_tokens",
        "manage_privacy",
        "manage_backups",
        "manage_storage",
        "manage_outreach",
      ],
    ],
  ]);
});

test("each role has all rights of the roles before it", () => {
  for (const right of Object.keys(RIGHTS) as Right[]) {
    const having = ROLES.map((role) => mayDo(role, right));
    expect([right, having]).toEqual([right, having.toSorted((a, b) => Number(a) - Number(b))]);
  }
});
