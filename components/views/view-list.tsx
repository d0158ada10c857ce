"use client";

import clsx from "clsx";
import { Bookmark } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { Link } from "@/components/ui/link";
import { followRevision } from "@/components/ui/live/revision-stream";
import { Personal } from "@/components/ui/personal/personal";
import { usePersonalTooltip } from "@/components/ui/personal/personal-tooltip";
import { listHref } from "@/domain/lists/connection-search-url";
import { isPersonalView, type SavedView, searchOfView } from "@/domain/lists/saved-view";
import { type Count, formatBriefly, formatCount } from "@/domain/values/count";
import { VIEWS_PATH } from "@/domain/values/query/paths";
import type { Revision } from "@/domain/values/revision";

export type CountedView = SavedView & { readonly count: Count };

const QUIET_MS = 2_000;
const RETRY_MS = 10_000;

/** Lists the saved views with their counts, which are updated while the page is visible. */
export function ViewList({ views, revision }: { views: readonly CountedView[]; revision: Revision | null }) {
  const current = useSearchParams().get("view");
  const counts = useLiveCounts(views, revision);
  if (views.length === 0) return null;
  return (
    <>
      <p aria-hidden className="hidden px-2.5 pt-5 pb-1 text-xs font-medium text-ink-faint lg:block">
        Views
      </p>
      <ul
        aria-label="Views"
        className="-mx-1 flex min-w-0 basis-full gap-1 overflow-x-auto p-1 [scrollbar-width:none] lg:mx-0 lg:grid lg:grid-cols-1 lg:gap-0.5 lg:overflow-y-auto lg:p-0"
      >
        {views.map((view) => (
          <li key={view.id} className="shrink-0">
            <ViewLink view={view} isCurrent={current === String(view.id)} count={counts.get(view.id) ?? view.count} />
          </li>
        ))}
      </ul>
    </>
  );
}

function ViewLink({ view, isCurrent, count }: { view: SavedView; isCurrent: boolean; count: Count }) {
  const isPersonal = isPersonalView(view);
  const title = titleOf(view, count);
  const tooltip = usePersonalTooltip(title);
  const Name = isPersonal ? Personal : "span";
  return (
    <Link
      href={listHref(searchOfView(view))}
      title={isPersonal ? tooltip : title}
      aria-current={isCurrent ? "page" : undefined}
      className={clsx(
        "flex min-h-8 items-center gap-2 rounded-md px-2.5 max-lg:max-w-48 max-lg:border max-lg:border-line lg:min-h-7 lg:text-[0.8125rem]",
        isCurrent ? "bg-accent-soft font-medium text-accent" : "text-ink-soft hover:bg-hover hover:text-ink",
      )}
    >
      <Bookmark aria-hidden className="size-3.5 shrink-0 opacity-70" />
      <Name className="truncate">{view.name}</Name>
      <span className="ml-auto shrink-0 pl-1 text-xs whitespace-nowrap text-ink-faint tabular-nums">
        {formatBriefly(count)}
      </span>
    </Link>
  );
}

/** Describes what the number next to the name counts. */
function titleOf(view: SavedView, count: Count): string {
  const unit = searchOfView(view).list === "outreach" ? "in the queue" : "connections";
  return `${view.name}: ${formatCount(count)} ${unit} now`;
}

/**
 * Loads the counts again after events and acts, but not for each of them. One request at a time, so that a slow answer never replaces a newer
 * one; what changes meanwhile, or after a request that failed, is loaded later.
 */
function useLiveCounts(views: readonly CountedView[], revision: Revision | null): ReadonlyMap<number, Count> {
  const [loaded, setLoaded] = useState<{ views: readonly CountedView[]; counts: ReadonlyMap<number, Count> }>();
  const countedAt = revision && keyOf(revision);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let [shown, latest] = [countedAt, countedAt];
    let isLoading = false;
    let isOver = false;

    function schedule(waitMs: number): void {
      if (!isLoading && !isOver) timer ??= setTimeout(load, waitMs);
    }

    async function load(): Promise<void> {
      timer = undefined;
      isLoading = true;
      const asked = latest;
      const counts = await readCounts();
      isLoading = false;
      if (isOver) return;
      if (counts) {
        shown = asked;
        setLoaded({ views, counts });
      }
      if (shown !== latest) schedule(counts ? QUIET_MS : RETRY_MS);
    }

    const stop = followRevision((news) => {
      latest = keyOf(news);
      if (shown !== latest) schedule(QUIET_MS);
    });
    return () => {
      isOver = true;
      stop();
      clearTimeout(timer);
    };
  }, [views, countedAt]);

  // Counts of a newer page are newer than those that were loaded before.
  return loaded?.views === views ? loaded.counts : NOTHING_LOADED;
}

/** A contact, a snooze or a block moves connections out of a view as an event does. */
function keyOf({ events, outreach }: Revision): string {
  return `${events} ${outreach}`;
}

const NOTHING_LOADED: ReadonlyMap<number, Count> = new Map();

/** Returns null if the server does not answer: the last counts stay. */
async function readCounts(): Promise<ReadonlyMap<number, Count> | null> {
  try {
    const response = await fetch(VIEWS_PATH);
    if (!response.ok) return null;
    const { views }: { views: CountedView[] } = await response.json();
    return new Map(views.map((view) => [view.id, view.count]));
  } catch {
    return null;
  }
}
