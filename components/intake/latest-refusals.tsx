import { ChevronRight } from "lucide-react";
import { RelativeTime } from "@/components/ui/live/relative-time";
import type { Refusal } from "@/domain/intake/intake";
import { REFUSAL_WORDS } from "./refusal-words";

/** Lists the latest refused deliveries: when, why, how large, and the headers that reveal nothing. */
export function LatestRefusals({ refusals, now }: { refusals: readonly Refusal[]; now: number }) {
  return (
    <details className="group rounded-lg border border-line bg-surface">
      <summary className="flex items-center gap-1.5 rounded-lg px-4 py-2.5 font-medium hover:bg-hover">
        <ChevronRight aria-hidden className="size-4 text-ink-faint transition-transform group-open:rotate-90" />
        The latest {refusals.length}, one by one
      </summary>
      <ul className="divide-y divide-line border-t border-line">
        {refusals.map((refusal, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two refusals may be alike in everything, and the list never changes in place
          <li key={index} className="grid grid-cols-1 gap-1 px-4 py-2.5">
            <p className="flex flex-wrap justify-between gap-x-4">
              {REFUSAL_WORDS[refusal.cause].title}
              <span className="text-xs text-ink-faint">
                <RelativeTime at={refusal.receivedAt} now={now} />
                {refusal.bytes === null ? "" : `, ${refusal.bytes.toLocaleString("en")} bytes`}
              </span>
            </p>
            <dl className="flex flex-wrap gap-x-4 gap-y-0.5 font-mono text-xs text-ink-faint">
              {Object.entries(refusal.headers).map(([name, value]) => (
                <div key={name} className="flex flex-wrap gap-x-1">
                  <dt>{name}:</dt>
                  <dd className="text-ink-soft">{value}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </details>
  );
}
