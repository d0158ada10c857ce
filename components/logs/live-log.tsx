"use client";

import clsx from "clsx";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState, useTransition } from "react";
import { followRevision } from "@/components/ui/revision-stream";
import type { Revision } from "@/domain/values/revision";

type LiveLogProps = {
  /** What the page was drawn with. */
  readonly revision: Revision;
  /** What makes a new line. */
  readonly counts: readonly (keyof Revision)[];
  /** On any page but the newest, and with a filter, new lines are not shown by themselves: they may belong elsewhere. */
  readonly isNewest: boolean;
};

/** Scrolled so far, one reads: then nothing may move. */
const READING_FROM_PX = 120;

/** Draws a log anew as lines come, and while one reads says how many are waiting. */
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
