"use client";

import { LoaderCircle, X } from "lucide-react";
import { FirstNames } from "@/components/outreach/contact/first-names";
import { Card } from "@/components/ui/card";
import { Button } from "@/components/ui/form/button";
import type { ActContent } from "@/domain/outreach/case-act";
import type { ActReply, LeftCause } from "@/domain/outreach/reply";
import { formatAge } from "@/domain/values/duration";
import type { Done } from "./outreach-context";

type OutcomeBarProps = {
  readonly done: Done | null;
  readonly isBusy: boolean;
  readonly onUndo: (batch: number) => void;
  /** Acts on `ids` despite what others did, and on those in `meantAgain` despite the cool-down too. */
  readonly onForce: (content: ActContent, ids: readonly string[], meantAgain: readonly string[]) => void;
  readonly onClose: () => void;
};

/** Reports the last act and offers to undo it; lists what was left out and why, and offers to do it anyway. Stays until closed. */
export function OutcomeBar({ done, isBusy, onUndo, onForce, onClose }: OutcomeBarProps) {
  const cooling = done?.kind === "act" ? leftFor(done.reply, "cooling") : [];
  const forced = done?.kind === "act" ? [...leftFor(done.reply, "conflict"), ...cooling] : [];
  const batch = done?.kind === "act" ? done.reply.batch : null;
  return (
    <div
      role="status"
      aria-label="What was done"
      className="fixed inset-x-3 bottom-3 z-50 mx-auto w-fit max-w-[calc(100vw-1.5rem)] empty:hidden"
    >
      {isBusy ? (
        <p className="flex items-center gap-2 rounded-xl bg-ink px-4 py-2.5 text-canvas shadow-xl">
          <LoaderCircle aria-hidden className="size-4 animate-spin" /> One moment …
        </p>
      ) : done ? (
        <Card className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2 pr-2 pl-4 shadow-xl">
          <div className="grid max-w-xl gap-0.5">
            {wordsOf(done).map((words) => (
              <p key={words}>{words}</p>
            ))}
            {done.kind === "act" ? <LeftOnes reply={done.reply} /> : null}
          </div>
          <span className="ml-auto flex items-center gap-1">
            {done.kind === "act" && forced.length > 0 ? (
              <Button variant="plain" onClick={() => onForce(done.content, forced, cooling)}>
                Do it anyway
              </Button>
            ) : null}
            {batch === null ? null : (
              <Button variant="quiet" className="text-accent" data-undo onClick={() => onUndo(batch)}>
                Undo
              </Button>
            )}
            <button type="button" aria-label="Close" className="icon-button size-8" onClick={onClose}>
              <X aria-hidden className="size-4" />
            </button>
          </span>
        </Card>
      ) : null}
    </div>
  );
}

const DONE_WORDS: Record<ActContent["kind"], (cases: string) => string> = {
  assigned: (cases) => `Assigned ${cases}.`,
  contacted: (cases) => `Contact noted for ${cases}.`,
  snoozed: (cases) => `Snoozed ${cases}.`,
  dismissed: (cases) => `Dismissed ${cases}.`,
  reopened: (cases) => `Reopened ${cases}.`,
  accepted: (cases) => `Accepted the account of ${cases}: counted as reconnected now.`,
  noted: (cases) => `Note added to ${cases}.`,
};

const ACT_WORDS: Record<ActContent["kind"] | "blocked", string> = {
  assigned: "assigned it",
  contacted: "contacted the user",
  snoozed: "snoozed it",
  dismissed: "dismissed it",
  reopened: "reopened it",
  accepted: "accepted the account",
  noted: "added a note",
  blocked: "said not to contact the user",
};

function wordsOf(done: Done): string[] {
  if (done.kind === "failed") return ["That did not work. Try again; the log says more."];
  if (done.kind === "changed") return [done.words];
  if (done.kind === "undone")
    return [done.cases === 0 ? "That was already undone." : `Undone for ${casesOf(done.cases)}.`];
  const { reply } = done;
  const words = reply.cases > 0 ? [DONE_WORDS[reply.kind](casesOf(reply.cases))] : [];
  return reply.isStopped ? [...words, "Then something went wrong, and it stopped: do the rest again."] : words;
}

/** Lists the users that were left out, and why. */
function LeftOnes({ reply }: { reply: ActReply }) {
  const causes = (["closed", "conflict", "blocked", "cooling"] as const).filter((cause) => reply.left[cause] > 0);
  return causes.map((cause) => {
    const left = reply.examples.filter((example) => example.cause === cause);
    const names = left.flatMap(({ title }) => title ?? []);
    return (
      <p key={cause}>
        {leftWords(reply, cause)}
        {names.length > 0 ? (
          <span className="text-ink-soft">
            {" "}
            (<FirstNames names={names} count={reply.left[cause]} />)
          </span>
        ) : null}
      </p>
    );
  });
}

function leftWords(reply: ActReply, cause: LeftCause): string {
  const count = reply.left[cause];
  const cases = count === 1 ? "1 case" : `${count.toLocaleString("en")} cases`;
  const act = reply.examples.find((example) => example.cause === cause)?.act;
  const who = act ? `${act.name} ${ACT_WORDS[act.kind]} ${formatAge(act.at, Date.now())}` : "";
  if (cause === "closed") return `${cases} closed in the meantime, or can no longer be changed this way.`;
  if (cause === "conflict") return `Not done about ${cases}: ${who}, after you had loaded this page.`;
  if (cause === "blocked") return `Not done about ${cases}: ${who}.`;
  return `Not done about ${cases}: ${who}, which is not long ago.`;
}

function leftFor({ examples }: ActReply, wanted: LeftCause): string[] {
  return examples.filter(({ cause }) => cause === wanted).map((one) => one.connectionId);
}

function casesOf(count: number): string {
  return count === 1 ? "1 case" : `${count.toLocaleString("en")} cases`;
}
