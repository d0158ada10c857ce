import clsx from "clsx";
import { REFUSAL_WORDS } from "@/components/intake/refusal-words";
import { formatInstant } from "@/domain/values/duration";
import { type Bar, type BarKind, heightOf } from "./hour-bars";

type DeliveriesChartProps = {
  readonly bars: readonly Bar[];
  /** The kinds of a bar, from the bottom up. */
  readonly kinds: readonly BarKind[];
  /** "the last 24 hours". */
  readonly span: string;
};

const STYLES: Record<BarKind, { readonly word: string; readonly fill: string; readonly dot: string }> = {
  stored: { word: "Accepted", fill: "fill-ok", dot: "bg-ok" },
  duplicate: { word: "Duplicates", fill: "fill-wait", dot: "bg-wait" },
  counted: { word: "Signs of life", fill: "fill-gone", dot: "bg-gone" },
  refused: { word: "Refused", fill: "fill-bad", dot: "bg-bad" },
  missing_signature: { word: REFUSAL_WORDS.missing_signature.title, fill: "fill-gone", dot: "bg-gone" },
  malformed_signature: { word: REFUSAL_WORDS.malformed_signature.title, fill: "fill-warn", dot: "bg-warn" },
  stale_timestamp: { word: REFUSAL_WORDS.stale_timestamp.title, fill: "fill-wait", dot: "bg-wait" },
  future_timestamp: { word: REFUSAL_WORDS.future_timestamp.title, fill: "fill-accent", dot: "bg-accent" },
  signature_mismatch: { word: REFUSAL_WORDS.signature_mismatch.title, fill: "fill-bad", dot: "bg-bad" },
  too_large: { word: REFUSAL_WORDS.too_large.title, fill: "fill-line-strong", dot: "bg-line-strong" },
  no_secret: { word: REFUSAL_WORDS.no_secret.title, fill: "fill-ok", dot: "bg-ok" },
};
const HEIGHT = 100;
const BAR_WIDTH = 10;
const GAP = 2;
/** Keeps a single refusal among thousands visible. */
const HEIGHT_MIN = 2;

/** Charts deliveries over time by outcome; for screen readers, as a table. */
export function DeliveriesChart({ bars, kinds, span }: DeliveriesChartProps) {
  const isEmpty = bars.every((bar) => heightOf(bar) === 0);
  const highest = Math.max(1, ...bars.map(heightOf));
  const width = bars.length * BAR_WIDTH;
  return (
    <figure className="grid gap-3">
      <figcaption className="flex flex-wrap gap-x-5 gap-y-1 text-ink-soft">
        {kinds.map((kind) => {
          const total = bars.reduce((sum, bar) => sum + countOf(bar, kind), 0);
          return (
            <span key={kind} className="flex items-center gap-1.5">
              <span aria-hidden className={clsx("size-2.5 rounded-xs", STYLES[kind].dot)} />
              {STYLES[kind].word}
              <span className="font-medium text-ink tabular-nums">{total.toLocaleString("en")}</span>
            </span>
          );
        })}
      </figcaption>
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-24 w-full border-b border-line"
      >
        {bars.map((bar, index) => (
          <g key={bar.from}>
            <title>{barWords(bar, kinds)}</title>
            <rect
              x={index * BAR_WIDTH}
              y={0}
              width={BAR_WIDTH}
              height={HEIGHT}
              className="fill-transparent hover:fill-hover"
            />
            {stackOf(bar, kinds, highest).map(({ kind, y, height }) => (
              <rect
                key={kind}
                x={index * BAR_WIDTH + GAP / 2}
                y={y}
                width={BAR_WIDTH - GAP}
                height={height}
                className={STYLES[kind].fill}
              />
            ))}
          </g>
        ))}
      </svg>
      <div aria-hidden="true" className="-mt-2 flex justify-between text-xs text-ink-faint tabular-nums">
        <span>{formatInstant(bars[0]?.from ?? 0).slice(0, 16)}</span>
        <span>{isEmpty ? "none in this time" : `most in one bar: ${highest.toLocaleString("en")}`}</span>
        <span>now</span>
      </div>
      <div className="sr-only">
        <table>
          <caption>Deliveries of {span}</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              {kinds.map((kind) => (
                <th key={kind} scope="col">
                  {STYLES[kind].word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bars
              .filter((bar) => heightOf(bar) > 0)
              .map((bar) => (
                <tr key={bar.from}>
                  <th scope="row">{formatInstant(bar.from)}</th>
                  {kinds.map((kind) => (
                    <td key={kind}>{countOf(bar, kind)}</td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

/** Stacks the kinds from the bottom up. */
function stackOf(bar: Bar, kinds: readonly BarKind[], highest: number): { kind: BarKind; y: number; height: number }[] {
  let top = HEIGHT;
  return kinds.flatMap((kind) => {
    const count = countOf(bar, kind);
    if (count === 0) return [];
    const height = Math.max(HEIGHT_MIN, (count / highest) * HEIGHT);
    top -= height;
    return { kind, y: top, height };
  });
}

function barWords(bar: Bar, kinds: readonly BarKind[]): string {
  const told = kinds
    .filter((kind) => countOf(bar, kind) > 0)
    .map((kind) => `${countOf(bar, kind).toLocaleString("en")} ${STYLES[kind].word.toLowerCase()}`);
  return `${formatInstant(bar.from)}: ${told.length > 0 ? told.join(", ") : "none"}`;
}

function countOf({ counts }: Bar, kind: BarKind): number {
  return counts.get(kind) ?? 0;
}
