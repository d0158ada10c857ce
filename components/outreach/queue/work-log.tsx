"use client";

import clsx from "clsx";
import { linkWords } from "@/components/lists/rows/state-style";
import { useOutreach } from "@/components/outreach/acts/outreach-context";
import { actWords } from "@/components/timeline/act-words";
import { Button } from "@/components/ui/form/button";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { PERSONAL } from "@/components/ui/personal/personal";
import type { CaseAct } from "@/domain/outreach/case-act";
import { belongingTo, isUndoable } from "@/domain/outreach/case-work";
import type { OutreachCase } from "@/domain/outreach/outreach";
import { ANOTHER_CONNECTION, type LinkStep } from "@/domain/outreach/reconnect-step";

type WorkLogProps = {
  /** The newest first. */
  readonly cases: readonly OutreachCase[];
  readonly acts: readonly CaseAct[];
  readonly steps: readonly LinkStep[];
  /** How many cases each batch of acts covered, by batch. */
  readonly together: Readonly<Record<number, number>>;
  readonly now: number;
  /** Which of the connection's cases this is. */
  readonly place: number;
};

type Entry =
  | { readonly at: number; readonly key: string; readonly act: CaseAct }
  | { readonly at: number; readonly key: string; readonly step: LinkStep };

/** Lists the acts of one case and what its user did with the link, newest first. */
export function WorkLog({ cases, acts, steps, together, now, place }: WorkLogProps) {
  const one = cases[place];
  if (!one) return null;
  const next = cases[place - 1];
  const entries: Entry[] = [
    ...belongingTo(acts, one, next).map((act) => ({ at: act.at, key: `act ${act.id}`, act })),
    ...belongingTo(steps, one, next).map((step) => ({ at: step.at, key: `step ${step.id}`, step })),
  ].sort((a, b) => b.at - a.at);
  if (entries.length === 0) return null;
  return (
    <ol aria-label={next ? "What was done then" : "What was done"} className="grid gap-1.5 border-l border-line pl-4">
      {entries.map((entry) => (
        <li key={entry.key} className="grid gap-0.5">
          {"act" in entry ? (
            <ActEntry
              act={entry.act}
              cases={together[entry.act.batch] ?? 1}
              canUndo={!next && isUndoable(entry.act, one)}
              now={now}
            />
          ) : (
            <span
              className={clsx(
                (entry.step.progress === "failed" || entry.step.detail === ANOTHER_CONNECTION) && "text-bad",
              )}
            >
              {linkWords(entry.step)}
              {entry.step.connectionId ? ` (${entry.step.connectionId})` : ""}{" "}
              <RelativeTime at={entry.at} now={now} className="text-xs text-ink-faint" />
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

function ActEntry({ act, cases, canUndo, now }: { act: CaseAct; cases: number; canUndo: boolean; now: number }) {
  const outreach = useOutreach();
  const { words, note } = actWords(act.content, outreach?.team ?? []);
  const isUndone = act.undoneAt !== null;
  // One click undoes what one click did, so say so first if other cases are affected.
  const undoWords = cases > 1 ? `Undo for all ${cases.toLocaleString("en")}` : "Undo";

  return (
    <>
      <span className="flex flex-wrap items-center gap-x-2">
        <span className={clsx(isUndone && "text-ink-faint line-through")}>
          {act.personName} {words}
        </span>
        <RelativeTime at={act.at} now={now} className="text-xs text-ink-faint" />
        {isUndone ? <span className="text-xs text-ink-faint">undone by {act.undoneBy}</span> : null}
        {outreach && canUndo ? (
          <Button
            variant="quiet"
            className="min-h-6 px-1.5 text-xs text-accent"
            aria-label={`${undoWords}: ${act.personName} ${words}`}
            onClick={() => outreach.undo(act.batch)}
          >
            {undoWords}
          </Button>
        ) : null}
      </span>
      {note ? (
        <p {...PERSONAL} className="whitespace-pre-wrap text-ink-soft">
          {note}
        </p>
      ) : null}
    </>
  );
}
