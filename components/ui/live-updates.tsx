"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState, useTransition } from "react";
import type { Revision } from "@/domain/revision";
import { followRevision } from "./live";

type LiveUpdatesProps = {
  /** What the page was drawn with. */
  readonly revision: Revision;
  /** Refresh at once, for refusals too, rather than say that there is something new: rows must not move under one's eyes. */
  readonly isEager?: boolean;
};

/** Follows the store's revision while the page is looked at. */
export function LiveUpdates({ revision, isEager = false }: LiveUpdatesProps) {
  const router = useRouter();
  /** The page's revision when something newer was heard of; a page that is drawn anew has another. */
  const [outdated, setOutdated] = useState<number | null>(null);
  const [isPending, startTransition] = useTransition();
  const hasNews = outdated === revision.events;

  const hear = useEffectEvent((heard: Revision) => {
    const hasEvents = heard.events !== revision.events;
    if (hasEvents) setOutdated(revision.events);
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
          New events: show them
        </button>
      ) : null}
    </div>
  );
}
