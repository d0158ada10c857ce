"use client";

import { useShortcut } from "@/components/keyboard/shortcuts";
import { useListNavigation } from "./list-navigation";
import { useSelection } from "./selection";

const GROUP = "Connections";

/** Shortcuts for rows and filters. Each has a button or a link as well. */
export function RowShortcuts({ ids }: { ids: readonly string[] }) {
  const { search, navigate } = useListNavigation();
  const { toggle } = useSelection();

  function move(step: 1 | -1): void {
    if (search.open !== "") {
      const next = ids[ids.indexOf(search.open) + step];
      if (next !== undefined) navigate({ ...search, open: next }, { replace: true });
      return;
    }
    const at = ids.indexOf(focusedRow() ?? "");
    focusRow(ids[at < 0 ? (step === 1 ? 0 : ids.length - 1) : at + step]);
  }

  useShortcut({ key: "j", label: "Next row", group: GROUP }, () => move(1));
  useShortcut({ key: "k", label: "Previous row", group: GROUP }, () => move(-1));
  useShortcut({ key: "x", label: "Select or deselect the row", group: GROUP }, () => {
    const id = search.open || focusedRow();
    if (id) toggle(id, false);
  });
  useShortcut({ key: "X", label: "Select all rows from the last selected one to this", group: GROUP }, () => {
    const id = search.open || focusedRow();
    if (id) toggle(id, true);
  });
  useShortcut({ key: "Enter", label: "Open the row beside the list", group: GROUP }, (event) => {
    const id = event.target instanceof HTMLTableRowElement ? focusedRow() : null;
    if (id) navigate({ ...search, open: id });
  });
  useShortcut({ key: "f", label: "Filters", group: GROUP }, () => {
    document.querySelector<HTMLElement>('search[aria-label="Filters"] summary')?.focus();
  });
  const copies = { key: "c", label: "Copy the users of the selected rows", group: GROUP };
  useShortcut({ ...copies, isEnabled: search.list === "connections" }, () => {
    document.querySelector<HTMLElement>('[data-copies="users"]')?.click();
  });
  return null;
}

/** Returns the connection of the row that contains the focus. */
export function focusedRow(): string | null {
  return document.activeElement?.closest<HTMLElement>("tr[data-id]")?.dataset.id ?? null;
}

function focusRow(id: string | undefined): void {
  if (id !== undefined) document.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(id)}"]`)?.focus();
}
