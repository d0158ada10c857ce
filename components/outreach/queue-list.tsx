"use client";

import { ConnectionsList, type ConnectionsListProps } from "@/components/connections/connections-list";
import { type ListSlots, ListSlotsProvider } from "@/components/connections/list-slots";
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

/** The list of connections, as a queue of work. */
export function QueueList(props: ConnectionsListProps) {
  return (
    <ListSlotsProvider value={SLOTS}>
      <ConnectionsList {...props} />
    </ListSlotsProvider>
  );
}
