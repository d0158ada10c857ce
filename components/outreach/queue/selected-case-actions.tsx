"use client";

import type { ConnectionRow } from "@/components/lists/rows/connection-row";
import { type DialogName, useOutreach } from "@/components/outreach/acts/outreach-context";
import { useTarget } from "@/components/outreach/acts/target";
import { Button } from "@/components/ui/form/button";
import type { Count } from "@/domain/values/count";

const CHOICES: readonly (readonly [dialog: DialogName, words: string])[] = [
  ["contact", "Contact"],
  ["assign", "Assign"],
  ["snooze", "Snooze"],
  ["dismiss", "Dismiss"],
];

/** Offers what can be done about the selected cases. */
export function SelectedCaseActions({ rows, total }: { rows: readonly ConnectionRow[]; total: Count }) {
  const outreach = useOutreach();
  const targetFor = useTarget(rows, total);
  if (!outreach) return null;
  return CHOICES.map(([dialog, words]) => (
    <Button
      key={dialog}
      variant={dialog === "contact" ? "primary" : "plain"}
      onClick={() => {
        const target = targetFor(null);
        if (target) outreach.open(dialog, target);
      }}
    >
      {words}
    </Button>
  ));
}
