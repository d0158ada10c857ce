import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/live/relative-time";
import type { RefusedCount } from "@/domain/intake/intake";
import { deliveriesPath } from "@/domain/values/query/paths";
import { REFUSAL_WORDS } from "./refusal-words";

/** Lists why deliveries were refused, how often, and what to do. */
export function Refusals({ refused, now }: { refused: readonly RefusedCount[]; now: number }) {
  return (
    <ul className="grid grid-cols-1 gap-3 text-left">
      {refused.map(({ cause, deliveries, lastAt }) => (
        <li key={cause} className="rounded-lg border border-warn/30 bg-warn-soft px-4 py-3">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4 font-medium text-warn">
            <Link href={deliveriesPath({ cause })} className="underline">
              {REFUSAL_WORDS[cause].title}
            </Link>
            <span className="text-xs font-normal tabular-nums">
              {deliveries.toLocaleString("en")} refused so far, last <RelativeTime at={lastAt} now={now} />
            </span>
          </p>
          <p className="mt-1 text-ink-soft">{REFUSAL_WORDS[cause].advice}</p>
        </li>
      ))}
    </ul>
  );
}
