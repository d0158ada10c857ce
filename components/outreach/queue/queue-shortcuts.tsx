"use client";

import { useShortcut } from "@/components/keyboard/shortcuts";
import { useListNavigation } from "@/components/lists/list-navigation";
import { focusedRow } from "@/components/lists/row-shortcuts";
import type { ConnectionRow } from "@/components/lists/rows/connection-row";
import { type DialogName, useOutreach } from "@/components/outreach/acts/outreach-context";
import { useTarget } from "@/components/outreach/acts/target";
import type { Count } from "@/domain/values/count";

const GROUP = "Outreach";

/** Keys for the selected cases, or for the one that has the focus. Each has a button as well. */
export function QueueShortcuts({ rows, total }: { rows: readonly ConnectionRow[]; total: Count }) {
  const { search } = useListNavigation();
  const outreach = useOutreach();
  const targetFor = useTarget(rows, total);

  function open(dialog: DialogName): void {
    const target = targetFor(search.open || focusedRow());
    if (target) outreach?.open(dialog, target);
  }

  useShortcut({ key: "c", label: "Contact", group: GROUP }, () => open("contact"));
  useShortcut({ key: "s", label: "Snooze", group: GROUP }, () => open("snooze"));
  useShortcut({ key: "a", label: "Assign", group: GROUP }, () => open("assign"));
  useShortcut({ key: "m", label: "Assign to me", group: GROUP }, () => {
    const target = targetFor(search.open || focusedRow());
    if (target && outreach) outreach.run({ kind: "assigned", to: outreach.me }, target);
  });
  useShortcut({ key: "n", label: "Add a note", group: GROUP }, () => open("note"));
  useShortcut({ key: "e", label: "Dismiss", group: GROUP }, () => open("dismiss"));
  useShortcut({ key: "z", label: "Undo what was done last", group: GROUP }, () => {
    document.querySelector<HTMLElement>("[data-undo]")?.click();
  });
  return null;
}
