"use client";

import clsx from "clsx";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState, useTransition } from "react";
import { followRevision } from "@/components/ui/live/revision-stream";
import type { Revision } from "@/domain/values/revision";

type LiveLogProps = {
  /** The revision that the page was rendered with. */
  readonly revision: Revision;
  /** The events that add a line. */
  readonly counts: readonly (keyof Revision)[];
  /** True if new lines may be added at once: not on older pages or with a filter, where they may not belong. */
  readonly isNewest: boolean;
};

/** Scrolled further than this, in pixels, someone is reading: then nothing may move. */
const READING_FROM_PX = 120;

/** Refreshes a log as lines arrive; while someone is reading, shows how many are waiting instead. */
export function LiveLog({ revision, counts, isNewest }: LiveLogProps) {
  const router = useRouter();
  const [heard, setHeard] = useState(revision);
  const [isPending, startTransition] = useTransition();
  const waiting = counts.reduce((sum, kind) => sum + Math.max(0, heard[kind] - revision[kind]), 0);

  const hear = useEffectEvent((latest: Revision) => {
    setHeard(latest);
    const isNews = counts.some((kind) => latest[kind] > revision[kind]);
    if (isNews && isNewest && !isReading()) startTransition(() => router.refresh());
  });

  useEffect(() => followRevision(hear), []);

  return (
    <p role="status" className="flex min-h-8 items-center gap-2 text-xs text-ink-faint noscript:hidden">
      {waiting > 0 && !isPending ? (
        <button
          type="button"
          onClick={() => startTransition(() => router.refresh())}
          className="min-h-8 rounded-md bg-accent-soft px-3 text-sm font-medium text-accent hover:text-accent-strong"
        >
          {waiting.toLocaleString("en")} waiting: show
        </button>
      ) : (
        <>
          <span
            aria-hidden
            className={clsx("size-2 rounded-full", isNewest ? "animate-breathe bg-ok" : "bg-line-strong")}
          />
          {isNewest ? "Live" : "Live on the first page"}
        </>
      )}
    </p>
  );
}

function isReading(): boolean {
  return window.scrollY > READING_FROM_PX || document.querySelector("main details[data-line][open]") !== null;
}
