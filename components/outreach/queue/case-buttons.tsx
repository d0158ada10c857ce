"use client";

import { AlarmClock, Send } from "lucide-react";
import { type ConnectionRow, rowTitle, titleIdOf } from "@/components/lists/rows/connection-row";
import { targetOf, useOutreach } from "@/components/outreach/acts/outreach-context";
import { Button } from "@/components/ui/form/button";
import { namedBy } from "@/components/ui/personal/personal";
import type { ListedCase } from "@/domain/lists/listed-case";
import { isStillOpen } from "./outreach-cell";

/** The most frequent acts on a case, on its row. The others are in the row's menu. */
export function CaseButtons({ row }: { row: ConnectionRow }) {
  const outreach = useOutreach();
  const { listedCase } = row;
  if (!outreach || !listedCase) return null;
  const target = targetOf(row.id, rowTitle(row));
  const titleId = titleIdOf(row);
  const named = (words: string) => namedBy(words, `${words.toLowerCase().replaceAll(" ", "-")}-${titleId}`, titleId);
  if (isAcceptable(listedCase)) {
    return (
      <Button
        {...named("Accept the account of")}
        title={ACCEPT_MEANING}
        onClick={() => outreach.run({ kind: "accepted" }, target)}
      >
        Accept
      </Button>
    );
  }
  if (!isStillOpen(listedCase)) {
    return listedCase.state === "dismissed" ? (
      <Button {...named("Reopen")} onClick={() => outreach.run({ kind: "reopened" }, target)}>
        Reopen
      </Button>
    ) : null;
  }
  return (
    <span className="flex items-center gap-1.5">
      {listedCase.block ? null : (
        <Button {...named("Contact")} onClick={() => outreach.open("contact", target)}>
          <Send aria-hidden className="size-3.5" /> Contact
        </Button>
      )}
      <Button {...named("Snooze")} title="Snooze" className="px-2" onClick={() => outreach.open("snooze", target)}>
        <AlarmClock aria-hidden className="size-4" />
      </Button>
    </span>
  );
}

/** Explains what accepting does. */
export const ACCEPT_MEANING =
  "Accepting this account counts the case as reconnected in the results, and removes the mark “Another account”.";

/** Returns whether the case closed with another account that is still to be accepted. */
export function isAcceptable(listedCase: ListedCase): boolean {
  return listedCase.needsLook && !isStillOpen(listedCase);
}
