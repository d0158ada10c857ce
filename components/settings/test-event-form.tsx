"use client";

import { CircleCheck, CircleX, Send } from "lucide-react";
import { useActionState } from "react";
import { Choice } from "@/components/lists/filters/fields";
import { Button } from "@/components/ui/form/button";
import { Link } from "@/components/ui/link";
import { CONNECTION_CHANGES } from "@/domain/intake/event";
import { connectionPath, eventPath } from "@/domain/values/query/paths";

/** The result of a test event. */
export type SentTest =
  | { readonly kind: "no_secret" }
  | { readonly kind: "unreachable"; readonly url: string; readonly isTimeout: boolean }
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly outcome: string | null;
      readonly eventId: number | null;
      readonly connectionId: string;
      readonly tookMs: number;
      readonly url: string;
    };

type TestEventFormProps = {
  readonly send: (before: SentTest | null, form: FormData) => Promise<SentTest>;
  readonly remove: () => Promise<void>;
  /** The number of test connections. */
  readonly tests: number;
  readonly hasPublicUrl: boolean;
};

/** Sends a test event through the endpoint, and shows the result. Works without JavaScript. */
export function TestEventForm({ send, remove, tests, hasPublicUrl }: TestEventFormProps) {
  const [sent, submit, isPending] = useActionState(send, null);
  return (
    <div className="grid gap-4">
      <p className="text-ink-soft">
        Signs an event with the configured secret and posts it over HTTP to the endpoint, as OFAuth would. It is marked
        as a test everywhere, and can be removed.
      </p>
      <form action={submit} className="flex flex-wrap items-end gap-3">
        <Choice
          name="change"
          label="Event"
          value="created"
          options={CONNECTION_CHANGES.map((change) => [change, `connection.${change}`])}
          any={null}
        />
        <Choice
          name="scheme"
          label="Signature"
          value="svix"
          options={[
            ["svix", "Svix"],
            ["ofauth", "OFAuth-Signature"],
          ]}
          any={null}
        />
        {hasPublicUrl ? (
          <Choice
            name="way"
            label="By way of"
            value="public"
            options={[
              ["public", "The public address, with all proxies"],
              ["direct", "This machine, directly"],
            ]}
            any={null}
          />
        ) : null}
        <Button type="submit" variant="primary" disabled={isPending} className="min-h-9">
          <Send aria-hidden className="size-4" /> Send
        </Button>
      </form>
      <div aria-live="polite">{sent ? <Outcome sent={sent} /> : null}</div>
      {tests > 0 ? (
        <form action={remove} className="flex flex-wrap items-center gap-3 border-t border-line pt-4">
          <span className="text-ink-soft">
            {tests === 1 ? "There is one test connection." : `There are ${tests} test connections.`}
          </span>
          <Button type="submit">Remove all test events</Button>
        </form>
      ) : null}
    </div>
  );
}

function Outcome({ sent }: { sent: SentTest }) {
  const isWell = sent.kind === "answered" && sent.status === 200;
  const Icon = isWell ? CircleCheck : CircleX;
  return (
    <div
      className={`grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 rounded-lg border px-4 py-3 ${isWell ? "border-ok/30 bg-ok-soft text-ok" : "border-bad/30 bg-bad-soft text-bad"}`}
    >
      <Icon aria-hidden className="mt-0.5 size-4" />
      <p className="font-medium">{titleOf(sent)}</p>
      <p className="col-start-2 text-ink-soft">
        {adviceOf(sent)}
        {sent.kind === "answered" && sent.eventId !== null ? (
          <>
            {" "}
            <Link
              href={eventPath(connectionPath(sent.connectionId), sent.eventId)}
              className="underline hover:text-ink"
            >
              Event {sent.eventId}
            </Link>
          </>
        ) : null}
      </p>
    </div>
  );
}

function titleOf(sent: SentTest): string {
  if (sent.kind === "no_secret") return "No secret is set to sign with";
  if (sent.kind === "unreachable") return sent.isTimeout ? "No answer came in time" : "Nothing answers there";
  const took = `${sent.tookMs.toLocaleString("en")} ms`;
  return sent.status === 200 ? `Accepted after ${took}: ${sent.outcome}` : `Answered ${sent.status} after ${took}`;
}

function adviceOf(sent: SentTest): string {
  if (sent.kind === "no_secret") return "Set OFAUTH_WEBHOOK_SECRET in .env, and start Relink again.";
  if (sent.kind === "unreachable") {
    return `${sent.url} could not be reached from this machine. Check RELINK_PUBLIC_URL, and what stands before Relink.`;
  }
  if (sent.status === 200) return "It is on disk, and on its timeline:";
  if (sent.status === 401)
    return "The signature did not survive the way: a proxy changes headers or body. The deliveries say which.";
  return `Something other than Relink may answer at ${sent.url}.`;
}
