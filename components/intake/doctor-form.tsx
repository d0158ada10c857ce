"use client";

import { Stethoscope } from "lucide-react";
import { type FormEvent, useActionState, useState } from "react";
import { Card } from "@/components/ui/card";
import { Button } from "@/components/ui/form/button";
import { PERSONAL } from "@/components/ui/personal/personal";
import type { Diagnosis } from "@/domain/intake/diagnosis";
import type { SecretFlaw } from "@/domain/intake/pasted-request";
import { formatDuration, formatInstant } from "@/domain/values/duration";
import { DiagnosisView } from "./diagnosis-view";
import { SECRET_FLAW_WORDS } from "./diagnosis-words";

/** The doctor's result, with the pasted text except the secret. */
export type Examination = { readonly headers: string; readonly body: string } & (
  | { readonly problem: "too_large" | "secret_unusable"; readonly flaws?: readonly SecretFlaw[] }
  | {
      readonly problem?: undefined;
      readonly diagnosis: Diagnosis;
      readonly flaws: readonly SecretFlaw[];
      readonly facts: { readonly bytes: number; readonly digest: string; readonly isFile: boolean };
      readonly examinedAt: number;
    }
);

type DoctorFormProps = {
  readonly examine: (before: Examination | null, form: FormData) => Promise<Examination>;
  readonly secretFingerprints: readonly string[];
  /** The last submission was too large for a form, and was not checked. */
  readonly wasTooLarge: boolean;
};

const PROBLEM_WORDS = {
  too_large: "That's larger than a delivery can be: at most 256 KiB of body, and 20,000 characters of headers.",
  secret_unusable:
    "This is no signing secret: after whsec_ there must be base64 of 24 bytes or more. Copy it again, whole, and nothing else.",
};

/** Well below the server's limit, since a form adds to the size. */
const FORM_BYTES_MAX = 900_000;

const FIELD = "w-full rounded-md border border-line-strong/60 bg-surface px-3 py-2 font-mono text-[0.8125rem] text-ink";

/** Checks a pasted body, headers and secret by hand. Nothing is stored. Works without JavaScript. */
export function DoctorForm({ examine, secretFingerprints, wasTooLarge }: DoctorFormProps) {
  const [examination, submit, isPending] = useActionState(examine, null);
  const [isTooLarge, setIsTooLarge] = useState(wasTooLarge);

  /** Blocks a submission that is too large: the server would not answer it. */
  function check(event: FormEvent<HTMLFormElement>): void {
    const isTooMuch = sizeOf(new FormData(event.currentTarget)) > FORM_BYTES_MAX;
    if (isTooMuch) event.preventDefault();
    setIsTooLarge(isTooMuch);
  }

  return (
    <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-2">
      <Card as="form" action={submit} onSubmit={check} className="grid grid-cols-1 gap-4 p-5">
        <label className="grid gap-1.5">
          <span className="font-medium">Headers</span>
          <textarea
            key={`headers ${examination?.headers}`}
            name="headers"
            rows={5}
            spellCheck={false}
            defaultValue={examination?.headers ?? ""}
            placeholder={"svix-id: msg_…\nsvix-timestamp: 1705320000\nsvix-signature: v1,…"}
            className={FIELD}
          />
          <span className="text-xs text-ink-faint">
            As in the request, one on each line. Lines from curl -H work too.
          </span>
        </label>
        <label className="grid gap-1.5">
          <span className="font-medium">Body</span>
          <textarea
            key={`body ${examination?.body}`}
            {...PERSONAL}
            name="body"
            rows={8}
            spellCheck={false}
            defaultValue={examination?.body ?? ""}
            placeholder={'{"type":"connection.expired", …}'}
            className={FIELD}
          />
          <span className="text-xs text-ink-faint">
            Line ends are taken as LF. For the exact bytes, choose a file instead; it wins.
          </span>
        </label>
        <label className="grid gap-1.5">
          <span className="font-medium">Body as a file</span>
          <input
            type="file"
            name="file"
            className="w-full text-ink-soft file:mr-3 file:min-h-9 file:rounded-md file:border file:border-line-strong/50 file:bg-surface file:px-3 file:font-medium file:text-ink"
          />
        </label>
        <label className="grid gap-1.5">
          <span className="font-medium">Secret</span>
          <input
            type="password"
            name="secret"
            autoComplete="off"
            spellCheck={false}
            placeholder="whsec_…"
            className={`${FIELD} min-h-9`}
          />
          <span className="text-xs text-ink-faint">
            {secretFingerprints.length > 0
              ? `Leave it empty to try what is set: ${secretFingerprints.join(", ")}.`
              : "No secret is set in this deployment."}
          </span>
        </label>
        <p className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" disabled={isPending} className="min-h-9">
            <Stethoscope aria-hidden className="size-4" /> Examine
          </Button>
          <span className="text-xs text-ink-faint">Nothing of this is stored or logged.</span>
        </p>
      </Card>
      <section aria-label="Diagnosis" aria-live="polite" className="grid grid-cols-1 gap-3">
        {isTooLarge ? <Problem problem="too_large" flaws={[]} /> : null}
        {isTooLarge ? null : examination ? <Result examination={examination} /> : <Hint />}
      </section>
    </div>
  );
}

function Hint() {
  return (
    <p className="rounded-xl border border-dashed border-line-strong/50 p-5 text-ink-soft">
      Paste a delivery that was refused. It is checked under every scheme that OFAuth documents, with every reading of
      the secret, and against what proxies commonly do to a body.
    </p>
  );
}

function Result({ examination }: { examination: Examination }) {
  if (examination.problem) {
    return <Problem problem={examination.problem} flaws={examination.flaws ?? []} />;
  }
  const { diagnosis, flaws, facts, examinedAt } = examination;
  const { sentAt } = diagnosis;
  return (
    <>
      <DiagnosisView diagnosis={diagnosis} />
      {flaws.length > 0 ? (
        <div className="rounded-lg border border-warn/30 bg-warn-soft px-4 py-3 text-warn">
          <Flaws flaws={flaws} />
        </div>
      ) : null}
      <Card as="dl" className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 p-4 [&_dt]:text-ink-faint">
        <dt>Signed</dt>
        <dd>
          {sentAt === null
            ? "No usable time"
            : `${formatInstant(sentAt)}, ${sentAt > examinedAt ? "in" : ""} ${formatDuration(Math.abs(examinedAt - sentAt))}${sentAt > examinedAt ? "" : " ago"}`}
        </dd>
        <dt>Body</dt>
        <dd>
          {facts.bytes.toLocaleString("en")} bytes{facts.isFile ? ", from the file" : ""}
        </dd>
        <dt>SHA-256</dt>
        <dd className="font-mono text-xs break-all">{facts.digest}</dd>
      </Card>
      <p className="text-xs text-ink-faint">
        At the endpoint a delivery must also have been signed within a few minutes of its arrival, which can't be judged
        here.
      </p>
    </>
  );
}

function Problem({ problem, flaws }: { problem: keyof typeof PROBLEM_WORDS; flaws: readonly SecretFlaw[] }) {
  return (
    <div role="alert" className="grid gap-1 rounded-lg border border-bad/30 bg-bad-soft px-4 py-3 text-bad">
      <p>{PROBLEM_WORDS[problem]}</p>
      <Flaws flaws={flaws} />
    </div>
  );
}

/** Estimates the size of a form when it is sent, in bytes. */
function sizeOf(form: FormData): number {
  return [...form.values()].reduce((sum, value) => sum + (typeof value === "string" ? value.length : value.size), 0);
}

function Flaws({ flaws }: { flaws: readonly SecretFlaw[] }) {
  return flaws.map((flaw) => <p key={flaw}>{SECRET_FLAW_WORDS[flaw]}</p>);
}
