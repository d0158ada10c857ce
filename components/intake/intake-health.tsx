import clsx from "clsx";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";
import type { IntakeSummary } from "@/domain/intake";

/** Whether webhooks arrive, in three lines. Null: the database did not answer. */
export function IntakeHealth({ summary, now }: { summary: IntakeSummary | null; now: number }) {
  if (!summary) {
    return (
      <div className="rounded-lg border border-bad/40 bg-bad-soft p-3 text-xs text-bad">
        The database does not answer. Deliveries are refused for now, and OFAuth sends them again.
      </div>
    );
  }
  const refused = summary.refused.reduce((sum, one) => sum + one.deliveries, 0);
  return (
    <dl className="grid gap-1 rounded-lg border border-line bg-surface p-2 text-xs">
      <Figure name="Last webhook" href="/deliveries">
        {summary.lastReceivedAt === null ? "none yet" : <Moment at={summary.lastReceivedAt} now={now} />}
      </Figure>
      <Figure name="Refused" href="/deliveries?outcome=refused" isBad={refused > 0}>
        {refused.toLocaleString("en")}
      </Figure>
      <Figure name="Not understood" href="/quarantine" isBad={summary.unrecognised > 0}>
        {summary.unrecognised.toLocaleString("en")}
      </Figure>
    </dl>
  );
}

type FigureProps = {
  readonly name: string;
  /** The lines behind it. */
  readonly href: string;
  readonly isBad?: boolean;
  readonly children: ReactNode;
};

function Figure({ name, href, isBad = false, children }: FigureProps) {
  return (
    <div className="relative flex min-h-6 items-center justify-between gap-2 rounded px-1.5 hover:bg-hover">
      <dt className="text-ink-soft">{name}</dt>
      <dd className={clsx("tabular-nums", isBad ? "font-medium text-warn" : "text-ink")}>
        <Link href={href} className="after:absolute after:inset-0 after:rounded">
          {children}
        </Link>
      </dd>
    </div>
  );
}
