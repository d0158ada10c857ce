import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/form/button";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { WHOLE_QUEUE } from "@/domain/lists/connection-search";
import { listHref } from "@/domain/lists/connection-search-url";
import { type Incident, WINDOW_MS } from "@/domain/outreach/mass-expiry";
import { formatDuration } from "@/domain/values/duration";

const ACTION = "inline-flex min-h-8 w-fit items-center rounded-md px-2 font-medium underline";

type IncidentBannerProps = {
  readonly incident: Incident;
  readonly now: number;
  /** Null for people who may not decide. */
  readonly release: ((sent: FormData) => Promise<void>) | null;
};

/** Reports that many connections expired at once: the users hardly caused that, and contacting them all would be embarrassing. */
export function IncidentBanner({ incident, now, release }: IncidentBannerProps) {
  const { id, from, until, expiries, usual } = incident;
  const length = formatDuration(Math.max(until - from, 1_000), 1);
  const usually =
    usual === 0 ? "usually hardly any" : `usually ${usual.toLocaleString("en")} in ${formatDuration(WINDOW_MS)}`;
  return (
    <section
      aria-label="Many expired at once"
      className="grid grid-cols-[auto_1fr] gap-x-3 rounded-xl border border-warn/40 bg-warn-soft px-4 py-3 text-warn"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-5" />
      <div className="min-w-0">
        <p className="font-semibold text-pretty">
          {expiries.toLocaleString("en")} expired within {length}, {usually}: probably not the users
        </p>
        <p className="text-pretty">
          <RelativeTime at={from} now={now} />. Their cases are held back, so that nobody is contacted for nothing;
          those that come back close by themselves.
        </p>
        <div className="-mx-2 mt-1 flex flex-wrap items-start gap-x-2">
          <Link href={listHref({ ...WHOLE_QUEUE, outreach: ["held"] })} className={ACTION}>
            Show them
          </Link>
          {release ? (
            <details className="open:basis-full">
              <summary className={ACTION}>Contact them anyway</summary>
              <form action={release} className="flex flex-wrap items-center gap-3 px-2 pt-1">
                <input type="hidden" name="incident" value={id} />
                <p>Those still expired then join the users to contact. That can’t be undone.</p>
                <Button type="submit">Yes, contact them</Button>
              </form>
            </details>
          ) : null}
        </div>
      </div>
    </section>
  );
}
