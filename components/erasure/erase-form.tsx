"use client";

import { TriangleAlert } from "lucide-react";
import { useActionState } from "react";
import { ProofPanel } from "@/components/access/proof-panel";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import { TextInput } from "@/components/ui/form/text-input";
import { Link } from "@/components/ui/link";
import { PERSONAL, Personal } from "@/components/ui/personal/personal";
import type { ProofRequest } from "@/domain/access/proof";
import type { ErasureReport, ErasureSubject } from "@/domain/operations/erasure";
import { eventPath, eventsPath, quarantinePath } from "@/domain/values/query/paths";

/** The outcome of an erasure; null before one was requested. */
export type ErasureState = { readonly report: ErasureReport } | { readonly problem: string } | ProofRequest | null;
export type ErasureAction = (before: ErasureState, form: FormData) => Promise<ErasureState>;

const UNDECIDED_SHOWN = 200;

type EraseFormProps = {
  readonly action: ErasureAction;
  readonly subject: ErasureSubject;
  /** The subject as the action reads it. */
  readonly sentSubject: string;
  /** The code that confirms erasing this subject and no other. */
  readonly code: string;
  /** True if nothing would be erased except what an admin ticks. */
  readonly isEmpty: boolean;
  /** What would be erased. */
  readonly preview: ErasureReport;
};

/** Shows what would be erased, and erases it once the code is typed. A code, since a reference may hold characters that nobody can type. */
export function EraseForm({ action, subject, sentSubject, code, isEmpty, preview }: EraseFormProps) {
  const [state, submit, isPending] = useActionState(action, null);
  if (state && "confirm" in state) return <ProofPanel {...state} submit={submit} isPending={isPending} />;
  if (state && "report" in state) {
    return (
      <div role="status" className="grid gap-2 rounded-lg border border-ok/30 bg-ok-soft px-4 py-3">
        <p className="font-medium text-ok">Erased.</p>
        <Figures report={state.report} />
        {state.report.undecided.length > 0 ? (
          <p>{count(state.report.undecided.length, "event")} of the quarantine that may mention them stayed.</p>
        ) : null}
        <p className="text-ink-soft">
          The audit log says that it was done, with a digest of the reference. Backups made before, and a database that
          a restore replaced, still hold the data: delete them, or let them expire.
        </p>
      </div>
    );
  }
  if (isEmpty && preview.undecided.length === 0) {
    return (
      <p className="text-ink-soft">
        Nothing is stored about this {subject.kind}: <Reference subject={subject} />
      </p>
    );
  }
  return (
    <form action={submit} className="grid gap-4 rounded-xl border border-bad/30 bg-surface p-5">
      <p className="flex items-center gap-2 font-medium">
        <TriangleAlert aria-hidden className="size-4 text-bad" /> This would go for good:
      </p>
      <p>
        {subject.kind === "user" ? "User" : "Account"} <Reference subject={subject} />
      </p>
      <Figures report={preview} />
      <Undecided events={preview.undecided} />
      <input type="hidden" name="subject" value={sentSubject} />
      <TextInput
        name="code"
        label={`Type ${code} to confirm`}
        inputMode="numeric"
        autoComplete="off"
        spellCheck={false}
        required
      />
      <FormError>{state && "problem" in state ? state.problem : null}</FormError>
      <Button type="submit" disabled={isPending} className="justify-self-start border-bad/50 text-bad">
        {isPending ? "Erasing …" : "Erase for good"}
      </Button>
    </form>
  );
}

/** Events that only a person can judge: nothing is ticked, so nobody else's event goes by mistake. */
function Undecided({ events }: { events: readonly number[] }) {
  if (events.length === 0) return null;
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1">
        {count(events.length, "event")} of the quarantine may mention them too. Open each, and tick those that should
        go:
      </legend>
      <div className="flex max-h-60 flex-wrap gap-x-4 gap-y-1 overflow-y-auto">
        {events.slice(0, UNDECIDED_SHOWN).map((id) => (
          <span key={id} className="flex items-center gap-1.5">
            <input type="checkbox" name="event" value={id} aria-label={`Erase event ${id}`} />
            <Link href={eventPath(eventsPath(), id)} target="_blank" className="underline hover:text-ink">
              Event {id}
            </Link>
          </span>
        ))}
      </div>
      {events.length > UNDECIDED_SHOWN ? (
        <p className="text-ink-soft">
          The first {UNDECIDED_SHOWN} are shown; all of them are in the{" "}
          <Link href={quarantinePath()} className="underline hover:text-ink">
            quarantine
          </Link>
          .
        </p>
      ) : null}
    </fieldset>
  );
}

/** Quotes and escapes a text, so that blanks and line breaks are visible. */
function Reference({ subject }: { subject: ErasureSubject }) {
  return (
    <code {...PERSONAL} className="line-clamp-3 break-all">
      {JSON.stringify(subject.reference)}
    </code>
  );
}

function Figures({ report }: { report: ErasureReport }) {
  const { connections, handedOn, events, repeats, outreach, quarantined, views, auditEntries } = report;
  const work = [
    [outreach.cases, "case"],
    [outreach.contacts, "contact"],
    [outreach.notes, "note"],
    [outreach.otherActs, "other outreach act"],
    [outreach.links, "reconnect link"],
    [outreach.blocks, "do-not-contact reason"],
  ] as const;
  const worked = work.flatMap(([number, word]) => (number > 0 ? [count(number, word)] : []));
  return (
    <ul className="grid gap-1">
      <li className="break-words">
        {count(connections.length, "connection")}
        {connections.length > 0 ? `: ${connections.slice(0, 10).join(", ")}` : ""}
        {connections.length > 10 ? " …" : ""}
      </li>
      {handedOn > 0 ? (
        <li>
          {handedOn.toLocaleString("en")} of them became another's: what came since then stays, and notes about{" "}
          {handedOn === 1 ? "it" : "them"} go
        </li>
      ) : null}
      <li>
        {count(events, "event")} with their bodies
        {repeats > 0
          ? `, and ${count(repeats, "further delivery", "further deliveries")} of them in the delivery log`
          : ""}
      </li>
      {worked.length > 0 ? <li>Outreach: {worked.join(", ")}</li> : null}
      {quarantined > 0 ? <li>{count(quarantined, "event")} of the quarantine that name them</li> : null}
      {views.length > 0 ? (
        <li>
          {count(views.length, "saved view")} that name them: <Personal>{views.join(", ")}</Personal>
        </li>
      ) : null}
      {auditEntries > 0 ? (
        <li>
          From {count(auditEntries, "older audit log entry", "older audit log entries")}: what names them, not the entry
        </li>
      ) : null}
    </ul>
  );
}

function count(number: number, word: string, words = `${word}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? word : words}`;
}
