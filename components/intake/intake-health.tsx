import Link from "next/link";
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
    <Link href="/deliveries" className="block rounded-lg border border-line bg-surface p-3 text-xs hover:bg-hover">
      <dl className="grid grid-cols-[1fr_auto] gap-x-2 gap-y-1 text-ink-soft [&_dd]:text-right [&_dd]:tabular-nums">
        <dt>Last webhook</dt>
        <dd className="text-ink">
          {summary.lastReceivedAt === null ? "none yet" : <Moment at={summary.lastReceivedAt} now={now} />}
        </dd>
        <dt>Refused</dt>
        <dd className={refused > 0 ? "font-medium text-warn" : "text-ink"}>{refused.toLocaleString("en")}</dd>
        <dt>Not understood</dt>
        <dd className={summary.unrecognised > 0 ? "font-medium text-warn" : "text-ink"}>
          {summary.unrecognised.toLocaleString("en")}
        </dd>
      </dl>
    </Link>
  );
}
