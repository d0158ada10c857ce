import clsx from "clsx";
import { statusStyle } from "@/components/lists/rows/status-style";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { isEnd, type Life, type Lifeline, lifelinesOf, type Span } from "@/domain/connection/lifeline";
import { formatDuration, formatInstant } from "@/domain/values/duration";
import { eventPath, type Path } from "@/domain/values/query/paths";

type LifeStripProps = {
  readonly lives: readonly Life[];
  readonly now: number;
  /** The path of the page with the whole timeline. */
  readonly path: Path;
};

const WIDTH = 1_000;
const HEIGHT = 20;
/** Keeps an hour within a year visible and clickable. */
const WIDTH_MIN = 4;

const FILLS: Readonly<Record<string, string>> = {
  active: "fill-ok",
  expired: "fill-warn",
  disconnected: "fill-line-strong",
  waiting: "fill-wait",
  unknown: "fill-accent",
};

/** Charts the life of each connection: a bar for each status, which links to the event that began it. */
export function LifeStrip({ lives, now, path }: LifeStripProps) {
  const known = lives.filter(({ turns }) => turns.length > 0);
  if (known.length === 0) return null;
  const { from, lines } = lifelinesOf(known, now);
  const statuses = [...new Set(lines.flatMap(({ spans }) => spans.map((span) => span.status)))];
  return (
    <Card as="section" aria-label="Life" className="grid grid-cols-1 gap-2 p-4">
      {lines.map((line) => (
        <Strip key={line.connectionId} line={line} isNamed={lines.length > 1} path={path} />
      ))}
      <p className="flex flex-wrap justify-between gap-x-4 text-xs text-ink-faint tabular-nums">
        <span>{formatInstant(from)}</span>
        <span className="flex flex-wrap gap-x-3">
          {statuses.map((status) => (
            <span key={status} className="flex items-center gap-1">
              <svg aria-hidden="true" viewBox="0 0 8 8" className="size-2">
                <rect width="8" height="8" className={fillOf(status)} />
              </svg>
              {statusStyle(status).word}
            </span>
          ))}
        </span>
        <span>now</span>
      </p>
    </Card>
  );
}

function Strip({ line, isNamed, path }: { line: Lifeline; isNamed: boolean; path: Path }) {
  const label = `Life of ${line.connectionId}`;
  return (
    <div
      className={clsx("grid min-w-0 gap-1", isNamed && "sm:grid-cols-[10rem_minmax(0,1fr)] sm:items-center sm:gap-3")}
    >
      {isNamed ? (
        <span className="flex min-w-0 items-center gap-1 font-mono text-xs text-ink-soft">
          <Icon name="connections" className="size-3" />
          <span className="truncate">{line.connectionId}</span>
        </span>
      ) : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset */}
      <svg
        role="group"
        aria-label={label}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-6 w-full rounded-sm bg-gone-soft"
      >
        {line.spans.map((span) => {
          const x = Math.min(span.start * WIDTH, WIDTH - WIDTH_MIN);
          const words = spanWords(span);
          return (
            <a
              key={span.eventId}
              href={eventPath(path, span.eventId)}
              aria-label={words}
              className="group/span outline-none"
            >
              <title>{words}</title>
              <rect
                x={x}
                y={0}
                width={Math.max(WIDTH_MIN, span.share * WIDTH)}
                height={HEIGHT}
                vectorEffect="non-scaling-stroke"
                className={clsx(
                  fillOf(span.status),
                  "stroke-surface stroke-1 hover:opacity-80 group-focus-visible/span:stroke-ink group-focus-visible/span:stroke-[3]",
                )}
              />
            </a>
          );
        })}
      </svg>
    </div>
  );
}

/** Describes a bar: "Expired for 3 d 4 h, from 2024-01-15 12:00:00 UTC to …". */
function spanWords(span: Span): string {
  const { word } = statusStyle(span.status);
  if (isEnd(span)) return `${word} since ${formatInstant(span.from)}`;
  const length = formatDuration(span.until - span.from);
  return `${word} for ${length}, from ${formatInstant(span.from)} to ${formatInstant(span.until)}`;
}

function fillOf(status: string): string {
  return FILLS[statusStyle(status).icon] ?? "fill-accent";
}
