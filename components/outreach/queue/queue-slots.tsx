"use client";

import type { ReactNode } from "react";
import { type ListSlots, ListSlotsProvider } from "@/components/lists/list-slots";
import { CaseButtons } from "./case-buttons";
import { ContactCell, WhyCell } from "./case-cells";
import { ContactFirstMenu } from "./contact-first-menu";
import { QueueShortcuts } from "./queue-shortcuts";
import { QueueTabs } from "./queue-tabs";
import { SelectedCaseActions } from "./selected-case-actions";

const SLOTS: ListSlots = {
  Tabs: QueueTabs,
  Tools: ContactFirstMenu,
  Shortcuts: QueueShortcuts,
  WhyCell,
  ContactCell,
  RowButtons: CaseButtons,
  SelectionButtons: SelectedCaseActions,
};

/** Turns the list of connections inside it into a queue of work. */
export function QueueSlots({ children }: { children: ReactNode }) {
  return <ListSlotsProvider value={SLOTS}>{children}</ListSlotsProvider>;
}
