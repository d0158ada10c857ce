"use client";

import clsx from "clsx";
import type { CaseCellProps } from "@/components/lists/list-slots";
import type { ConnectionRow } from "@/components/lists/rows/connection-row";
import { linkWords } from "@/components/lists/rows/state-style";
import { Icon } from "@/components/ui/icon";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { useNow } from "@/components/ui/live/use-now";
import { Personal } from "@/components/ui/personal/personal";
import { usePersonalTooltip } from "@/components/ui/personal/personal-tooltip";
import type { ListedCase } from "@/domain/lists/listed-case";
import { ANOTHER_CONNECTION } from "@/domain/outreach/reconnect-step";
import { formatDuration } from "@/domain/values/duration";
import { isStillOpen } from "./outreach-cell";

/** Explains the case's place in the queue. */
export function WhyCell({ row, now }: CaseCellProps) {
  const { listedCase } = row;
  const present = useNow(now);
  if (!listedCase) return null;
  const reasons = reasonsOf(row, listedCase, present);
  return (
    <ul className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-1">
      {reasons.map(({ words, tone, title, isPersonal = false }) => (
        <li
          key={`${title} ${words}`}
          title={title}
          className={clsx(
            "max-w-64 truncate rounded border px-1.5 text-xs leading-5",
            tone ?? "border-line text-ink-soft",
          )}
        >
          {isPersonal ? <Personal>{words}</Personal> : words}
        </li>
      ))}
    </ul>
  );
}

const LOUD = "border-bad/40 bg-bad-soft text-bad font-medium";
const WARM = "border-warn/30 bg-warn-soft text-warn font-medium";

type Reason = {
  readonly words: string;
  readonly tone?: string;
  readonly title?: string;
  readonly isPersonal?: boolean;
};

function reasonsOf(row: ConnectionRow, one: ListedCase, now: number): Reason[] {
  const reasons: Reason[] = [];
  const isOpen = isStillOpen(one);
  if (one.needsLook) {
    reasons.push({
      words: "Another account",
      tone: LOUD,
      title: isOpen
        ? "They came back with another connection, of another account; this one is still expired."
        : "It came back as another account than it had before.",
    });
  }
  if (isOpen) {
    const words = `Expired ${formatDuration(now - one.openedAt, 1)}`;
    reasons.push({ words, tone: WARM, title: "Longest expired first." });
  }
  if (one.state === "due")
    reasons.push({ words: one.snooze?.isUntilOpened ? "They opened the link" : "Its time has come" });
  if (isOpen && one.snooze?.note)
    reasons.push({ words: one.snooze.note, title: "Why it was snoozed.", isPersonal: true });
  if (one.isRelapse) {
    const title = "It had come back within the last two weeks: counts as expired three days longer.";
    reasons.push({ words: "Relapsed", tone: isOpen ? WARM : undefined, title } as Reason);
  }
  const permissions = row.permissions?.length ?? 0;
  if (isOpen && permissions > 0) {
    const words = permissions === 1 ? "1 permission" : `${permissions} permissions`;
    reasons.push({ words, title: `At stake: ${row.permissions?.join(", ")}. Each counts as two hours longer.` });
  }
  if (one.others.length > 0) {
    const words = one.others.length === 1 ? "1 more connection" : `${one.others.length} more connections`;
    reasons.push({ words, title: `Also expired: ${one.others.join(", ")}. What you do applies to all of them.` });
  }
  return reasons;
}

/** Shows who contacted the user last, and how far the user got with the link. */
export function ContactCell({ row, now }: CaseCellProps) {
  const { listedCase } = row;
  const block = listedCase?.block;
  const tooltip = usePersonalTooltip(block ? `${block.reason} (${block.name})` : "");
  if (!listedCase) return null;
  const { contact, link } = listedCase;
  return (
    <span className="grid min-w-0 gap-0.5">
      {block ? (
        <span className="truncate text-bad" title={tooltip}>
          <Icon name="blocked" className="mr-1 inline size-3.5" />
          {block.reason ? <Personal>{block.reason}</Personal> : "Do not contact"}
        </span>
      ) : null}
      {contact ? (
        <span className="truncate text-ink-soft">
          <RelativeTime at={contact.at} now={now} /> by {contact.name}
        </span>
      ) : block ? null : (
        <span className="text-ink-faint">Never</span>
      )}
      {link && link.progress !== "handed_out" ? (
        <span className={clsx("truncate text-xs", linkTone(link))} title={linkWords(link)}>
          {linkWords(link)} <RelativeTime at={link.at} now={now} />
        </span>
      ) : null}
    </span>
  );
}

/** A user who came back with another connection has hardly reconnected this one. */
function linkTone({ progress, detail }: NonNullable<ListedCase["link"]>): string {
  return detail === ANOTHER_CONNECTION ? "font-medium text-bad" : LINK_TONES[progress];
}

const LINK_TONES = {
  handed_out: "",
  opened: "text-wait",
  started: "text-wait",
  gave_up: "text-warn",
  failed: "text-bad",
  finished: "text-ok",
};
