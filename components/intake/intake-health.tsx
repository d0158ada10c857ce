import clsx from "clsx";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/live/relative-time";
import type { IntakeSummary } from "@/domain/intake/intake";
import { deliveriesPath, quarantinePath } from "@/domain/values/query/paths";

/** The intake figures in the sidebar. */
export type IntakeFigures = Pick<IntakeSummary, "lastReceivedAt" | "unrecognised"> & {
  /** In the last 24 hours. */
  readonly refused: number;
};

/** Shows in three lines whether webhooks arrive. Null if the database did not answer. */
export function IntakeHealth({ figures, now }: { figures: IntakeFigures | null; now: number }) {
  if (!figures) {
    return (
      <div className="rounded-lg border border-bad/40 bg-bad-soft p-3 text-xs text-bad">
        The database does not answer. Deliveries are refused for now, and OFAuth sends them again.
      </div>
    );
  }
  const { lastReceivedAt, refused, unrecognised } = figures;
  return (
    <dl className="grid gap-1 rounded-lg border border-line bg-surface p-2 text-xs">
      <Figure name="Last webhook" title="When the newest event arrived" href={deliveriesPath()}>
        {lastReceivedAt === null ? "none yet" : <RelativeTime at={lastReceivedAt} now={now} />}
      </Figure>
      <Figure
        name="Refused, 24 h"
        title="Deliveries refused in the last 24 hours"
        href={deliveriesPath({ outcome: "refused", received: "24h" })}
        isBad={refused > 0}
      >
        {refused.toLocaleString("en")}
      </Figure>
      <Figure
        name="In quarantine"
        title="Events kept that are not understood yet"
        href={quarantinePath()}
        isBad={unrecognised > 0}
      >
        {unrecognised.toLocaleString("en")}
      </Figure>
    </dl>
  );
}

type FigureProps = {
  readonly name: string;
  readonly title: string;
  /** The page that lists what the figure counts. */
  readonly href: string;
  readonly isBad?: boolean;
  readonly children: ReactNode;
};

function Figure({ name, title, href, isBad = false, children }: FigureProps) {
  return (
    <div
      title={title}
      className="relative flex min-h-6 items-center justify-between gap-2 rounded px-1.5 hover:bg-hover"
    >
      <dt className="text-ink-soft">{name}</dt>
      <dd className={clsx("tabular-nums", isBad ? "font-medium text-warn" : "text-ink")}>
        <Link href={href} className="after:absolute after:inset-0 after:rounded">
          {children}
        </Link>
      </dd>
    </div>
  );
}
