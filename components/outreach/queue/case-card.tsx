"use client";

import { useActionState, useId, useState } from "react";
import type { ConnectionRow } from "@/components/lists/rows/connection-row";
import { rowTitle } from "@/components/lists/rows/connection-row";
import { STATE_STYLES } from "@/components/lists/rows/state-style";
import { type DialogName, type Outreach, targetOf, useOutreach } from "@/components/outreach/acts/outreach-context";
import { Presence } from "@/components/outreach/acts/presence";
import { Card } from "@/components/ui/card";
import { Button } from "@/components/ui/form/button";
import { ConfirmDialog } from "@/components/ui/form/confirm-dialog";
import { writeClipboard } from "@/components/ui/form/copy-button";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { Personal } from "@/components/ui/personal/personal";
import type { ListedCase } from "@/domain/lists/listed-case";
import type { CaseAct } from "@/domain/outreach/case-act";
import type { OutreachCase } from "@/domain/outreach/outreach";
import type { LinkStep } from "@/domain/outreach/reconnect-step";
import { formatDuration } from "@/domain/values/duration";
import { connectionPath } from "@/domain/values/query/paths";
import { ACCEPT_MEANING, isAcceptable } from "./case-buttons";
import { WhyCell } from "./case-cells";
import { isStillOpen, StateBadge } from "./outreach-cell";
import { WorkLog } from "./work-log";

export type CaseCardProps = {
  readonly row: ConnectionRow;
  readonly listedCase: ListedCase;
  /** The newest first. */
  readonly cases: readonly OutreachCase[];
  readonly acts: readonly CaseAct[];
  readonly steps: readonly LinkStep[];
  /** How many cases each batch of acts covered, by batch. */
  readonly together: Readonly<Record<number, number>>;
  /** The valid link, for people who may hand it out. */
  readonly link: { readonly id: number; readonly expiresAt: number } | null;
  readonly now: number;
  /** Whether to name the connection. */
  readonly withConnection: boolean;
};

const ELSEWHERE_WORDS =
  "The user came back with another connection, of another account; this one is still expired. Dismiss the case if they need only the other one; otherwise contact them. Either removes the mark “Another account”.";

/** Shows the state of the work on a connection, what was done, and what can be done. */
export function CaseCard(props: CaseCardProps) {
  const { row, listedCase, cases, now, withConnection } = props;
  const title = useId();
  const mark = useId();
  const outreach = useOutreach();
  const { owner, block } = listedCase;
  return (
    <Card as="section" aria-labelledby={title} className="grid grid-cols-1 gap-4 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 id={title} className="font-semibold">
          Outreach
          {withConnection ? (
            <>
              {" for "}
              <Link href={connectionPath(row.id)} className="font-mono text-[0.8125rem] break-all underline">
                {row.id}
              </Link>
            </>
          ) : null}
        </h2>
        <StateBadge state={listedCase.state} />
        <span className="text-ink-soft">
          {owner ? `With ${owner.name}` : isStillOpen(listedCase) ? "Unassigned" : null}
        </span>
        {outreach ? <Presence id={row.id} /> : null}
      </div>
      <WhyCell row={row} now={now} />
      {block ? (
        <p className="rounded-md bg-bad-soft px-3 py-2 text-bad">
          Do not contact: <Personal>{block.reason}</Personal> <span className="text-xs">({block.name})</span>
        </p>
      ) : listedCase.state === "disconnected" ? (
        <p className="text-ink-soft">{STATE_STYLES.disconnected.meaning} Its link offers one.</p>
      ) : null}
      {listedCase.needsLook ? (
        <p id={mark} className="max-w-prose text-ink-soft">
          {isAcceptable(listedCase) ? `It came back as another account. ${ACCEPT_MEANING}` : ELSEWHERE_WORDS}
        </p>
      ) : null}
      {outreach ? <Buttons {...props} outreach={outreach} mark={mark} /> : null}
      {outreach && mayHandOut(listedCase) ? <LinkForm id={row.id} outreach={outreach} /> : null}
      <WorkLog {...props} place={0} />
      {cases.length > 1 ? <EarlierCases {...props} /> : null}
    </Card>
  );
}

type ButtonsProps = CaseCardProps & {
  readonly outreach: Outreach;
  /** The id of the element that explains the mark “Another account”. */
  readonly mark: string;
};

function Buttons({ row, listedCase, link, now, outreach, mark }: ButtonsProps) {
  const { open, run, change, actions } = outreach;
  const target = targetOf(row.id, rowTitle(row));
  const isOpen = isStillOpen(listedCase);
  const mayContact = listedCase.block === null;
  const dialog = (words: string, name: DialogName, variant: "primary" | "plain" = "plain") => (
    <Button variant={variant} onClick={() => open(name, target)}>
      {words}
    </Button>
  );

  function send(field: string, value: string): FormData {
    const form = new FormData();
    form.set(field, value);
    return form;
  }

  return (
    <div className="flex flex-wrap items-center gap-2 noscript:hidden">
      {isAcceptable(listedCase) ? (
        <Button variant="primary" aria-describedby={mark} onClick={() => run({ kind: "accepted" }, target)}>
          Accept the account
        </Button>
      ) : null}
      {isOpen && mayContact ? dialog("Contact", "contact", "primary") : null}
      {isOpen ? dialog("Snooze", "snooze") : null}
      {isOpen ? dialog("Assign", "assign") : null}
      {dialog("Note", "note")}
      {isOpen ? dialog("Dismiss", "dismiss") : null}
      {listedCase.state === "dismissed" || listedCase.state === "snoozed" ? (
        <Button onClick={() => run({ kind: "reopened" }, target)}>Reopen</Button>
      ) : null}
      {mayContact ? (
        dialog("Do not contact", "block")
      ) : (
        <Button onClick={() => change("This user may be contacted again.", () => actions.unblock(send("id", row.id)))}>
          Allow contacts again
        </Button>
      )}
      {mayHandOut(listedCase) ? <CopyLink id={row.id} outreach={outreach} /> : null}
      {link ? (
        <span className="flex items-center gap-1 text-xs text-ink-faint">
          good <RelativeTime at={link.expiresAt} now={now} />
          <ConfirmDialog
            variant="quiet"
            label="Revoke"
            name="Revoke the reconnect link"
            title="Revoke the reconnect link?"
            confirmLabel="Revoke the link"
            submit={() => change("Link revoked.", () => actions.revokeLink(send("link", String(link.id))))}
          >
            The link in messages that were sent stops working at once. This can't be undone: the user needs a new link.
          </ConfirmDialog>
        </span>
      ) : null}
    </div>
  );
}

function mayHandOut(listedCase: ListedCase): boolean {
  return listedCase.block === null && (isStillOpen(listedCase) || listedCase.state === "disconnected");
}

/** Copies the link; never opens it: that would be the user's session, in the operator's browser. */
function CopyLink({ id, outreach }: { id: string; outreach: Outreach }) {
  const [said, say] = useState("");

  async function copy(): Promise<void> {
    const form = new FormData();
    form.set("template", "0");
    form.append("id", id);
    const handedOut = outreach.actions.handOut(null, form).catch(() => null);
    const link = handedOut.then((composed) => composed?.messages[0]?.link ?? Promise.reject(new Error("No link")));
    const isCopied = await writeClipboard(link).then(
      () => true,
      () => false,
    );
    const composed = await handedOut;
    if (!composed?.messages[0]?.link) return say("No link could be made");
    if (!isCopied) return say("Could not be copied");
    say(composed.isKeyMissing ? "Link copied. It won't work until OFAUTH_API_KEY is set." : "Link copied");
  }

  return (
    <>
      <Button onClick={() => void copy()}>Copy reconnect link</Button>
      <span role="status" className="text-xs text-ink-soft">
        {said}
      </span>
    </>
  );
}

/** Hands the link out if no script can copy it. */
function LinkForm({ id, outreach }: { id: string; outreach: Outreach }) {
  const [composed, handOut] = useActionState(outreach.actions.handOut, null);
  const link = composed?.messages[0]?.link;
  return (
    <form action={handOut} className="hidden gap-2 noscript:grid">
      <input type="hidden" name="template" value="0" />
      <input type="hidden" name="id" value={id} />
      <Button type="submit" className="w-fit">
        Hand out reconnect link
      </Button>
      {composed === null ? null : (
        <output className="break-all">{link ?? "No link could be made for this connection."}</output>
      )}
    </form>
  );
}

function EarlierCases(props: CaseCardProps) {
  const { now } = props;
  const earlier = props.cases.slice(1);
  return (
    <details>
      <summary className="w-fit text-ink-soft hover:text-ink">
        {earlier.length === 1 ? "One earlier case" : `${earlier.length} earlier cases`}
      </summary>
      <ul className="mt-2 grid gap-3">
        {earlier.map((one, index) => (
          <li key={one.openedAt} className="grid gap-1.5 text-ink-soft">
            <p>
              Expired <RelativeTime at={one.openedAt} now={now} />
              {one.end && one.closedAt !== null ? (
                <>
                  , {one.end} after {formatDuration(one.closedAt - one.openedAt)}
                </>
              ) : null}
              {one.contacts > 0 ? `, contacted ${one.contacts} ×` : ", without a contact"}
            </p>
            <WorkLog {...props} place={index + 1} />
          </li>
        ))}
      </ul>
    </details>
  );
}
