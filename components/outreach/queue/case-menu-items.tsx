"use client";

import { DropdownMenu } from "radix-ui";
import { type ConnectionRow, rowTitle } from "@/components/lists/rows/connection-row";
import { type DialogName, targetOf, useOutreach } from "@/components/outreach/acts/outreach-context";
import { isStillOpen } from "./outreach-cell";

/** The acts on a row's case, for its menu. */
export function CaseMenuItems({ row, className }: { row: ConnectionRow; className: string }) {
  const outreach = useOutreach();
  const { listedCase } = row;
  if (!outreach || !listedCase) return null;
  const target = targetOf(row.id, rowTitle(row));
  const { open, run, change, me, actions } = outreach;
  const isOpen = isStillOpen(listedCase);

  const item = (words: string, onSelect: () => void) => (
    <DropdownMenu.Item key={words} className={className} onSelect={onSelect}>
      {words}
    </DropdownMenu.Item>
  );
  const dialog = (words: string, name: DialogName) => item(words, () => open(name, target));

  function unblock(): void {
    const form = new FormData();
    form.set("id", row.id);
    change("This user may be contacted again.", () => actions.unblock(form));
  }

  return (
    <>
      <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
      <DropdownMenu.Label className="px-2 py-1 text-xs text-ink-faint">Outreach</DropdownMenu.Label>
      {isOpen && !listedCase.block ? dialog("Contact …", "contact") : null}
      {isOpen && listedCase.owner?.id !== me
        ? item("Assign to me", () => run({ kind: "assigned", to: me }, target))
        : null}
      {isOpen ? dialog("Assign …", "assign") : null}
      {isOpen ? dialog("Snooze …", "snooze") : null}
      {listedCase.state === "snoozed" || listedCase.state === "dismissed"
        ? item("Reopen", () => run({ kind: "reopened" }, target))
        : null}
      {dialog("Add a note …", "note")}
      {isOpen ? dialog("Dismiss …", "dismiss") : null}
      {listedCase.block ? item("Allow contacts again", unblock) : dialog("Do not contact …", "block")}
    </>
  );
}
