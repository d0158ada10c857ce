"use client";

import { ChevronDown, Send } from "lucide-react";
import { closeOnEscape, closeWhenLeft } from "@/components/lists/filters/filter-menu";
import type { ConnectionRow } from "@/components/lists/rows/connection-row";
import { targetOfIds, useOutreach } from "@/components/outreach/acts/outreach-context";
import { Card } from "@/components/ui/card";
import type { ListedCase } from "@/domain/lists/listed-case";
import { isStillOpen } from "./outreach-cell";

const COUNTS = [5, 10, 25];

/** Contacts the first few cases of the list as it is sorted and filtered. */
export function ContactFirstMenu({ rows }: { rows: readonly ConnectionRow[] }) {
  const outreach = useOutreach();
  const ready = rows.filter(({ listedCase }) => listedCase && mayBeContacted(listedCase));
  if (!outreach || ready.length < 2) return null;
  const counts = COUNTS.filter((count) => count < ready.length);

  function contact(count: number): void {
    outreach?.open("contact", targetOfIds(ready.slice(0, count).map(({ id }) => id)));
  }

  return (
    <details
      name="filters"
      className="relative shrink-0 noscript:hidden"
      onKeyDown={closeOnEscape}
      onBlur={closeWhenLeft}
    >
      <summary className="flex min-h-9 items-center gap-1.5 rounded-md bg-accent px-3 font-medium text-on-accent hover:bg-accent-strong">
        <Send aria-hidden className="size-4" /> Contact the first
        <ChevronDown aria-hidden className="size-3.5" />
      </summary>
      <Card as="ul" className="absolute left-0 z-30 mt-1.5 grid w-44 gap-0.5 p-1.5 shadow-xl">
        {[...counts, Math.min(ready.length, 50)].map((count) => (
          <li key={count}>
            <button
              type="button"
              className="min-h-8 w-full rounded-md px-2 text-left hover:bg-hover"
              onClick={(event) => {
                event.currentTarget.closest("details")?.removeAttribute("open");
                contact(count);
              }}
            >
              {count === ready.length ? `All ${count} on this page` : `First ${count}`}
            </button>
          </li>
        ))}
      </Card>
    </details>
  );
}

/** Users whose cases are held back must not be contacted before somebody has decided. */
function mayBeContacted(one: ListedCase): boolean {
  return isStillOpen(one) && !one.block && one.state !== "held";
}
