"use client";

import type { ReactNode } from "react";
import { type ListSlots, ListSlotsProvider } from "@/components/lists/list-slots";
import { CaseButtons } from "./case-buttons";
import { ContactCell, WhyCell } from "./case-cells";
import { ChosenCases } from "./chosen-cases";
import { FirstOnes } from "./first-ones";
import { QueueKeys } from "./queue-keys";
import { QueueTabs } from "./queue-tabs";

const SLOTS: ListSlots = {
  Tabs: QueueTabs,
  Tools: FirstOnes,
  Keys: QueueKeys,
  WhyCell,
  ContactCell,
  RowButtons: CaseButtons,
  ChosenButtons: ChosenCases,
};

/** Turns the list of connections inside it into a queue of work. */
export function QueueSlots({ children }: { children: ReactNode }) {
  return <ListSlotsProvider value={SLOTS}>{children}</ListSlotsProvider>;
}
