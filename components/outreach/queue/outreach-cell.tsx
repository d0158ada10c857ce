"use client";

import clsx from "clsx";
import type { CaseCellProps } from "@/components/lists/list-slots";
import { STATE_STYLES } from "@/components/lists/rows/state-style";
import { Icon } from "@/components/ui/icon";
import { RelativeTime } from "@/components/ui/live/relative-time";
import type { ListedCase } from "@/domain/lists/listed-case";
import { UNTIL_OPENED } from "@/domain/outreach/case-work";
import type { OutreachState } from "@/domain/outreach/outreach";

export function StateBadge({ state }: { state: OutreachState }) {
  const { word, icon, tone, meaning } = STATE_STYLES[state];
  return (
    <span title={meaning} className={clsx("badge", tone)}>
      <Icon name={icon} className="size-3.5" />
      <span className="truncate">{word}</span>
    </span>
  );
}

/** Shows the state of a case and its assignee. */
export function OutreachCell({ row, now }: CaseCellProps) {
  const { listedCase } = row;
  if (!listedCase) return <span className="text-ink-faint">Never expired</span>;
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
      <StateBadge state={listedCase.state} />
      <span className="min-w-0 truncate text-xs text-ink-faint">
        <Since listedCase={listedCase} now={now} />
        {listedCase.owner ? (
          <span title={`Assigned to ${listedCase.owner.name}`}>{listedCase.owner.name}</span>
        ) : isStillOpen(listedCase) ? (
          "Nobody’s"
        ) : null}
      </span>
    </span>
  );
}

/** Shows until when the state lasts, or since when. */
function Since({ listedCase, now }: { listedCase: ListedCase; now: number }) {
  const { state, snoozedUntil, closedAt } = listedCase;
  if (state === "snoozed" && snoozedUntil === UNTIL_OPENED) return <>until the link is opened · </>;
  if (state === "snoozed" && snoozedUntil !== null) return <Stamp at={snoozedUntil} now={now} />;
  if (state === "due" && snoozedUntil !== null) return <Stamp at={snoozedUntil} now={now} />;
  return closedAt === null ? null : <RelativeTime at={closedAt} now={now} />;
}

function Stamp({ at, now }: { at: number; now: number }) {
  return (
    <>
      <RelativeTime at={at} now={now} /> ·{" "}
    </>
  );
}

export function isStillOpen({ state }: Pick<ListedCase, "state">): boolean {
  return state !== "reconnected" && state !== "disconnected" && state !== "dismissed";
}
