import clsx from "clsx";
import { Undo2 } from "lucide-react";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { PERSONAL } from "@/components/ui/personal/personal";
import type { ActStep } from "@/domain/lists/timeline";
import { formatInstant } from "@/domain/values/duration";
import { connectionPath } from "@/domain/values/query/paths";
import { ACT_STYLES, typeOfContent } from "./act-style";
import { stepWords, type Teammate } from "./act-words";

type ActEntryProps = {
  /** One act; several ids if it is about several connections of a user. */
  readonly steps: readonly ActStep[];
  readonly team: readonly Teammate[];
  readonly now: number;
  readonly withConnection: boolean;
};

/** Shows what a person did, or a user with their link: who, what, the note, and when. */
export function ActEntry({ steps, team, now, withConnection }: ActEntryProps) {
  const [step] = steps;
  if (!step) return null;
  const { content, at } = step;
  const { words, note } = stepWords(step, team);
  const Icon = content.kind === "undone" ? Undo2 : ACT_STYLES[typeOfContent(content)].icon;
  const isUndone = "isUndone" in content && content.isUndone;
  const isFailure = content.kind === "link" && content.progress === "failed";
  return (
    <li className="group/step relative grid scroll-mt-20 grid-cols-[2rem_minmax(0,1fr)] gap-3 pb-6 last:pb-0">
      <span
        aria-hidden
        className="absolute top-8 bottom-0 left-4 w-px -translate-x-1/2 bg-line group-last/step:hidden"
      />
      <span
        className={clsx(
          "z-1 grid size-8 place-items-center rounded-full border border-line bg-surface",
          isFailure ? "text-bad" : "text-ink-soft",
        )}
      >
        <Icon aria-hidden className="size-4" />
      </span>
      <article
        data-step
        tabIndex={-1}
        aria-label={words}
        className="grid min-w-0 grid-cols-1 gap-1 rounded-lg pt-1 outline-offset-4"
      >
        <header className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5">
          <h3 className={clsx("min-w-0 break-words", isUndone && "text-ink-faint line-through")}>{words}</h3>
          <p className="text-xs text-ink-faint">
            <span className="tabular-nums">{formatInstant(at).slice(11)}</span> · <RelativeTime at={at} now={now} />
          </p>
        </header>
        {note ? (
          <p {...PERSONAL} className="break-words whitespace-pre-wrap text-ink-soft">
            {note}
          </p>
        ) : null}
        {withConnection ? (
          <footer className="flex flex-wrap gap-x-3 gap-y-1 text-xs text-ink-faint">
            {steps.map(({ connectionId }) => (
              <Link
                key={connectionId}
                href={connectionPath(connectionId)}
                className="font-mono break-all underline hover:text-ink"
              >
                {connectionId}
              </Link>
            ))}
          </footer>
        ) : null}
      </article>
    </li>
  );
}
