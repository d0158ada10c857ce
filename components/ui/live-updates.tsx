"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState, useTransition } from "react";

/**
 * Listens for commits. By itself it only says that there is something new, since rows must not move under the reader's
 * eyes; with `isEager` it refreshes the page at once.
 */
export function LiveUpdates({ isEager = false }: { isEager?: boolean }) {
  const router = useRouter();
  const [hasNews, setHasNews] = useState(false);
  const [isPending, startTransition] = useTransition();

  function refresh(): void {
    setHasNews(false);
    startTransition(() => router.refresh());
  }

  const hear = useEffectEvent(() => {
    if (isEager) refresh();
    else setHasNews(true);
  });

  useEffect(() => {
    const source = new EventSource("/api/live");
    source.addEventListener("change", hear);
    return () => source.close();
  }, []);

  if (isEager) return null;
  return (
    <div role="status" className="min-h-8">
      {hasNews || isPending ? (
        <button
          type="button"
          onClick={refresh}
          className="flex min-h-8 items-center gap-1.5 rounded-md bg-accent-soft px-3 font-medium text-accent hover:text-accent-strong"
        >
          <RefreshCw aria-hidden className="size-3.5" />
          New events: show them
        </button>
      ) : null}
    </div>
  );
}
