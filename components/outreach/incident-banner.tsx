import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { WHOLE_QUEUE } from "@/domain/connection-search";
import { listHref } from "@/domain/connection-search-url";
import { formatDuration } from "@/domain/duration";
import { type Incident, WINDOW_MS } from "@/domain/mass-expiry";

type IncidentBannerProps = {
  readonly incident: Incident;
  readonly now: number;
  /** Null for those who may not decide. */
  readonly release: ((sent: FormData) => Promise<void>) | null;
};

/** Many expired at once: that was hardly the users, and writing to all of them would be embarrassing. */
export function IncidentBanner({ incident, now, release }: IncidentBannerProps) {
  const { id, from, until, expiries, usual } = incident;
  const length = formatDuration(Math.max(until - from, 1_000), 1);
  const usually =
    usual === 0 ? "usually hardly any" : `usually ${usual.toLocaleString("en")} in ${formatDuration(WINDOW_MS)}`;
  return (
    <section
      aria-label="Many expired at once"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-warn/40 bg-warn-soft px-4 py-3 text-warn"
    >
      <TriangleAlert aria-hidden className="size-5 shrink-0" />
      <div className="min-w-60 flex-1">
        <p className="font-semibold">
          {expiries.toLocaleString("en")} expired within {length}, {usually}: probably not the users
        </p>
        <p>
          <Moment at={from} now={now} />. Their cases are held back, so that nobody is contacted for nothing; those that
          come back close by themselves.
        </p>
      </div>
      <Link
        href={listHref({ ...WHOLE_QUEUE, outreach: ["held"] })}
        className="inline-flex min-h-8 items-center rounded-md px-3 font-medium underline"
      >
        Show them
      </Link>
      {release ? (
        <details className="basis-full">
          <summary className="w-fit rounded-md px-3 py-1.5 font-medium underline">Contact them nevertheless</summary>
          <form action={release} className="flex flex-wrap items-center gap-3 px-3 pt-1.5">
            <input type="hidden" name="incident" value={id} />
            <p>Those still expired stand among those to contact then. That can’t be undone.</p>
            <Button type="submit">Yes, contact them</Button>
          </form>
        </details>
      ) : null}
    </section>
  );
}
