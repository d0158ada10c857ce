"use client";

import { ChevronLeft, ChevronRight, Copy, Mail, MessageCircle } from "lucide-react";
import { type MouseEvent, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/form/button";
import { writeClipboard } from "@/components/ui/form/copy-button";
import { FormError } from "@/components/ui/form/form-error";
import { PERSONAL, Personal } from "@/components/ui/personal/personal";
import type { Composed, ComposedMessage } from "@/domain/outreach/reply";
import { isForbidden, sendable } from "@/domain/outreach/sendable";
import { ComposedSummary } from "./composed-summary";
import { mailHref } from "./mail-href";
import { MessageWarnings } from "./message-warnings";

type HandOut = (messages: readonly ComposedMessage[]) => Promise<readonly ComposedMessage[]>;

type ComposedMessagesProps = {
  readonly composed: Composed;
  readonly onHandOut: HandOut;
  readonly onCopyAndNote: (messages: readonly ComposedMessage[]) => Promise<void>;
};

/** Lists the messages with the objections to each; those that may be sent can be copied at once. */
export function ComposedMessages(props: ComposedMessagesProps) {
  const { composed, onHandOut, onCopyAndNote } = props;
  const { messages } = composed;
  const [place, setPlace] = useState(0);
  const message = messages[Math.min(place, messages.length - 1)];
  if (!message) return <FormError>There is no one left to contact.</FormError>;
  const wanted = sendable(messages);
  return (
    <section aria-label="Message" className="grid grid-cols-1 gap-3">
      {messages.length > 1 ? <Turner place={place} messages={messages} onTurn={setPlace} /> : null}
      <MessageWarnings message={message} composed={composed} />
      {isForbidden(message.objection) ? (
        <LinkAlone message={message} onHandOut={onHandOut} />
      ) : (
        <Text message={message} onHandOut={onHandOut} />
      )}
      {message.isLinkToCome ? (
        <p className="text-xs text-ink-faint">
          The reconnect link is created when you copy the message or open it in mail or chat.
        </p>
      ) : null}
      {messages.length > 1 ? <ComposedSummary messages={messages} wanted={wanted} /> : null}
      {wanted.length > 0 ? (
        <Button variant="primary" className="min-h-10" onClick={() => void onCopyAndNote(wanted)}>
          <Copy aria-hidden className="size-4" /> {copyWords(messages, wanted)}
        </Button>
      ) : null}
    </section>
  );
}

function copyWords(messages: readonly ComposedMessage[], wanted: readonly ComposedMessage[]): string {
  if (messages.length === 1) {
    return wanted[0]?.objection?.kind === "cooling" ? "Copy and note it anyway" : "Copy and note the contact";
  }
  if (wanted.length === messages.length) return `Copy all ${wanted.length} and note the contacts`;
  return `Copy ${wanted.length} of ${messages.length} and note the contacts`;
}

type LeavingProps = { readonly message: ComposedMessage; readonly onHandOut: HandOut };

/** Offers only the link, for a connection that is gone: it leads to a new one. */
function LinkAlone(props: LeavingProps) {
  return props.message.link ? (
    <p className="flex flex-wrap gap-1.5">
      <CopyMessage {...props} />
    </p>
  ) : null;
}

function Text(props: LeavingProps) {
  const { message } = props;
  return (
    <>
      {message.subject ? (
        <p {...PERSONAL} className="font-medium">
          {message.subject}
        </p>
      ) : null}
      <p
        {...PERSONAL}
        className="max-h-56 overflow-y-auto rounded-lg bg-sunken px-4 py-3 break-words whitespace-pre-wrap"
      >
        {message.text}
      </p>
      <div className="flex flex-wrap gap-1.5">
        <CopyMessage {...props} />
        <OpenMessage {...props} hrefOf={mailHref}>
          <Mail aria-hidden className="size-4" /> Open mail
        </OpenMessage>
        {message.chatHref ? (
          <OpenMessage {...props} hrefOf={({ chatHref }) => chatHref} target="_blank">
            <MessageCircle aria-hidden className="size-4" /> Open chat
          </OpenMessage>
        ) : null}
      </div>
    </>
  );
}

type OpenMessageProps = LeavingProps & {
  readonly hrefOf: (message: ComposedMessage) => string | null;
  readonly target?: "_blank";
  readonly children: ReactNode;
};

/** Opens a message elsewhere. The first time creates its link, which takes a moment. */
function OpenMessage({ message, onHandOut, hrefOf, target, children }: OpenMessageProps) {
  const [hasFailed, setHasFailed] = useState(false);
  const href = hrefOf(message);
  if (!href) return null;

  async function handOut(event: MouseEvent): Promise<void> {
    if (!message.isLinkToCome) return;
    event.preventDefault();
    const made = await onHandOut([message]).catch(() => null);
    const address = made?.[0] && hrefOf(made[0]);
    setHasFailed(!address);
    if (address) window.open(address, target ?? "_self", "noreferrer");
  }

  return (
    <>
      <a href={href} target={target} rel="noreferrer" className={LINK_BUTTON} onClick={(event) => void handOut(event)}>
        {children}
      </a>
      {hasFailed ? <span role="status">The link could not be created. Try again.</span> : null}
    </>
  );
}

const LINK_BUTTON =
  "inline-flex min-h-8 items-center gap-1.5 rounded-md border border-line-strong/50 bg-surface px-3 font-medium hover:bg-hover";

function Turner(props: { place: number; messages: readonly ComposedMessage[]; onTurn: (place: number) => void }) {
  const { place, messages, onTurn } = props;
  return (
    <p className="flex items-center gap-1">
      <button
        type="button"
        aria-label="Message before"
        className="icon-button size-8 disabled:opacity-40"
        disabled={place === 0}
        onClick={() => onTurn(place - 1)}
      >
        <ChevronLeft aria-hidden className="size-4" />
      </button>
      <span className="tabular-nums">
        {place + 1} of {messages.length}
      </span>
      <button
        type="button"
        aria-label="Next message"
        className="icon-button size-8 disabled:opacity-40"
        disabled={place === messages.length - 1}
        onClick={() => onTurn(place + 1)}
      >
        <ChevronRight aria-hidden className="size-4" />
      </button>
      <Personal className="min-w-0 truncate font-medium">{messages[place]?.title}</Personal>
    </p>
  );
}

function CopyMessage({ message, onHandOut }: LeavingProps) {
  const [said, say] = useState("");

  async function copy(textOfMessage: (message: ComposedMessage) => string, words: string): Promise<void> {
    const handedOut = onHandOut([message]).then(([made = message]) => textOfMessage(made));
    const isCopied = await writeClipboard(handedOut).then(
      () => true,
      () => false,
    );
    say(isCopied ? words : "Could not be copied");
  }

  return (
    <>
      {message.text ? (
        <Button onClick={() => void copy(textOf, "Message copied")}>
          <Copy aria-hidden className="size-4" /> Copy
        </Button>
      ) : null}
      {message.link ? (
        <Button onClick={() => void copy(({ link }) => link ?? "", "Link copied")}>Copy the link</Button>
      ) : null}
      <span role="status" className="self-center text-ink-soft">
        {said}
      </span>
    </>
  );
}

function textOf({ subject, text }: ComposedMessage): string {
  return subject === "" ? text : `${subject}\n\n${text}`;
}

/** Joins messages, each under the name of its user. */
export function allTexts(messages: readonly ComposedMessage[]): string {
  if (messages.length === 1) return messages.map(textOf).join("");
  return messages.map((message) => `— ${message.title}\n\n${textOf(message)}`).join("\n\n\n");
}
