"use client";

import { AlarmClock, Send } from "lucide-react";
import { type ConnectionRow, rowTitle } from "@/components/connections/connection-row";
import { Button } from "@/components/ui/button";
import type { ListedCase } from "@/domain/listed-case";
import { isStillOpen } from "./outreach-cell";
import { targetOf, useOutreach } from "./outreach-context";

/** What is done most with a case, on its row. The rest is in the menu beside. */
export function CaseButtons({ row }: { row: ConnectionRow }) {
  const outreach = useOutreach();
  const { listedCase } = row;
  if (!outreach || !listedCase) return null;
  const title = rowTitle(row);
  const target = targetOf(row.id, title);
  if (isAcceptable(listedCase)) {
    return (
      <Button
        aria-label={`Accept the account of ${title}`}
        title={ACCEPT_MEANING}
        onClick={() => outreach.run({ kind: "accepted" }, target)}
      >
        Accept
      </Button>
    );
  }
  if (!isStillOpen(listedCase)) {
    return listedCase.state === "dismissed" ? (
      <Button aria-label={`Reopen ${title}`} onClick={() => outreach.run({ kind: "reopened" }, target)}>
        Reopen
      </Button>
    ) : null;
  }
  return (
    <span className="flex items-center gap-1.5">
      {listedCase.block ? null : (
        <Button aria-label={`Contact ${title}`} onClick={() => outreach.open("contact", target)}>
          <Send aria-hidden className="size-3.5" /> Contact
        </Button>
      )}
      <Button
        aria-label={`Snooze ${title}`}
        title="Snooze"
        className="px-2"
        onClick={() => outreach.open("snooze", target)}
      >
        <AlarmClock aria-hidden className="size-4" />
      </Button>
    </span>
  );
}

/** Says what accepting does. */
export const ACCEPT_MEANING =
  "Accepting this account counts the case as reconnected in the results, and removes the mark “Another account”.";

/** Returns whether the case closed with another account that is still to be accepted. */
export function isAcceptable(listedCase: ListedCase): boolean {
  return listedCase.needsLook && !isStillOpen(listedCase);
}
