import clsx from "clsx";
import { formatInstant } from "@/domain/duration";
import { BAR_KINDS, type Bar, type BarKind, heightOf } from "./hour-bars";

type DeliveriesChartProps = {
  readonly bars: readonly Bar[];
  /** "the last 24 hours". */
  readonly span: string;
};

const LOOKS: Record<BarKind, { readonly word: string; readonly fill: string; readonly dot: string }> = {
  stored: { word: "Accepted", fill: "fill-ok", dot: "bg-ok" },
  duplicate: { word: "Duplicates", fill: "fill-wait", dot: "bg-wait" },
  counted: { word: "Signs of life", fill: "fill-gone", dot: "bg-gone" },
  refused: { word: "Refused", fill: "fill-bad", dot: "bg-bad" },
};
const HEIGHT = 100;
const BAR_WIDTH = 10;
const GAP = 2;
/** A single refusal among thousands must not vanish. */
const HEIGHT_MIN = 2;

/** Deliveries over time by what became of them: bars for the eye, a table for the ear. */
export function DeliveriesChart({ bars, span }: DeliveriesChartProps) {
  const highest = Math.max(1, ...bars.map(heightOf));
  const width = bars.length * BAR_WIDTH;
  return (
    <figure className="grid gap-3">
      <figcaption className="flex flex-wrap gap-x-5 gap-y-1 text-ink-soft">
        {BAR_KINDS.map((kind) => {
          const total = bars.reduce((sum, bar) => sum + bar.counts[kind], 0);
          return (
            <span key={kind} className="flex items-center gap-1.5">
              <span aria-hidden className={clsx("size-2.5 rounded-xs", LOOKS[kind].dot)} />
              {LOOKS[kind].word}
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
            <title>{barWords(bar)}</title>
            <rect
              x={index * BAR_WIDTH}
              y={0}
              width={BAR_WIDTH}
              height={HEIGHT}
              className="fill-transparent hover:fill-hover"
            />
            {stackOf(bar, highest).map(({ kind, y, height }) => (
              <rect
                key={kind}
                x={index * BAR_WIDTH + GAP / 2}
                y={y}
                width={BAR_WIDTH - GAP}
                height={height}
                className={LOOKS[kind].fill}
              />
            ))}
          </g>
        ))}
      </svg>
      <div aria-hidden="true" className="-mt-2 flex justify-between text-xs text-ink-faint tabular-nums">
        <span>{formatInstant(bars[0]?.from ?? 0).slice(0, 16)}</span>
        <span>most in one bar: {highest.toLocaleString("en")}</span>
        <span>now</span>
      </div>
      <div className="sr-only">
        <table>
          <caption>Deliveries of {span}</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              {BAR_KINDS.map((kind) => (
                <th key={kind} scope="col">
                  {LOOKS[kind].word}
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
                  {BAR_KINDS.map((kind) => (
                    <td key={kind}>{bar.counts[kind]}</td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

/** From the ground up, each kind on the one before. */
function stackOf(bar: Bar, highest: number): { kind: BarKind; y: number; height: number }[] {
  let top = HEIGHT;
  return BAR_KINDS.flatMap((kind) => {
    if (bar.counts[kind] === 0) return [];
    const height = Math.max(HEIGHT_MIN, (bar.counts[kind] / highest) * HEIGHT);
    top -= height;
    return { kind, y: top, height };
  });
}

function barWords(bar: Bar): string {
  const told = BAR_KINDS.filter((kind) => bar.counts[kind] > 0).map(
    (kind) => `${bar.counts[kind].toLocaleString("en")} ${LOOKS[kind].word.toLowerCase()}`,
  );
  return `${formatInstant(bar.from)}: ${told.length > 0 ? told.join(", ") : "none"}`;
}
