"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState, useTransition } from "react";
import type { Revision } from "@/domain/values/revision";
import { followRevision } from "./revision-stream";

type LiveUpdatesProps = {
  /** The revision that the page was rendered with. */
  readonly revision: Revision;
  /** Refresh at once, for refusals too, instead of offering to: otherwise rows must not move while someone reads. */
  readonly isEager?: boolean;
  /** True if acts of colleagues on cases count as changes. */
  readonly withOutreach?: boolean;
};

/** Follows the store's revision while the page is visible, and offers or makes a refresh. */
export function LiveUpdates({ revision, isEager = false, withOutreach = false }: LiveUpdatesProps) {
  const router = useRouter();
  /** The page's revision when a newer one arrived; a refreshed page has another. */
  const [outdated, setOutdated] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  const drawn = newsOf(revision, withOutreach);
  const hasNews = outdated === drawn;

  const hear = useEffectEvent((heard: Revision) => {
    const hasEvents = newsOf(heard, withOutreach) !== drawn;
    if (hasEvents) setOutdated(drawn);
    if (isEager && (hasEvents || heard.refusals !== revision.refusals)) startTransition(() => router.refresh());
  });

  useEffect(() => followRevision(hear), []);

  if (isEager) return null;
  return (
    <div role="status" className="min-h-8 empty:min-h-0">
      {hasNews || isPending ? (
        <button
          type="button"
          onClick={() => startTransition(() => router.refresh())}
          className="flex min-h-8 items-center gap-1.5 rounded-md bg-accent-soft px-3 font-medium text-accent hover:text-accent-strong"
        >
          <RefreshCw aria-hidden className="size-3.5" />
          {withOutreach ? "Something changed: show it" : "New events: show them"}
        </button>
      ) : null}
    </div>
  );
}

/** Returns a key that changes when there is something new for this page. */
function newsOf({ events, outreach }: Revision, withOutreach: boolean): string {
  return withOutreach ? `${events} ${outreach}` : String(events);
}
