"use client";

import { ChevronLeft, ChevronRight, Copy, Mail, MessageCircle } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { writeClipboard } from "@/components/ui/copy-button";
import { FormProblem } from "@/components/ui/form-problem";
import { PERSONAL, Personal } from "@/components/ui/personal";
import { ComposedSummary } from "./composed-summary";
import { mailHref } from "./mail-href";
import { MessageWarnings } from "./message-warnings";
import type { Composed, ComposedMessage } from "./reply";
import { isForbidden, sendable } from "./sendable";

type ComposedMessagesProps = {
  readonly composed: Composed;
  readonly onCopyAndNote: (messages: readonly ComposedMessage[]) => Promise<void>;
};

/** The messages one by one, with what speaks against each; all that may go out are copied at once. */
export function ComposedMessages({ composed: { messages, isKeyMissing }, onCopyAndNote }: ComposedMessagesProps) {
  const [place, setPlace] = useState(0);
  const message = messages[Math.min(place, messages.length - 1)];
  if (!message) return <FormProblem>There is nobody to write to any more.</FormProblem>;
  const wanted = sendable(messages);
  return (
    <section aria-label="Message" className="grid grid-cols-1 gap-3">
      {messages.length > 1 ? <Turner place={place} messages={messages} onTurn={setPlace} /> : null}
      <MessageWarnings message={message} isKeyMissing={isKeyMissing} />
      {isForbidden(message.objection) ? <LinkAlone message={message} /> : <Text message={message} />}
      {messages.length > 1 ? <ComposedSummary messages={messages} wanted={wanted} /> : null}
      {wanted.length > 0 ? (
        <Button look="primary" className="min-h-10" onClick={() => void onCopyAndNote(wanted)}>
          <Copy aria-hidden className="size-4" /> {copyWords(messages, wanted)}
        </Button>
      ) : null}
    </section>
  );
}

function copyWords(messages: readonly ComposedMessage[], wanted: readonly ComposedMessage[]): string {
  if (messages.length === 1) {
    return wanted[0]?.objection?.kind === "cooling" ? "Copy and note it nevertheless" : "Copy and note the contact";
  }
  if (wanted.length === messages.length) return `Copy all ${wanted.length} and note the contacts`;
  return `Copy ${wanted.length} of ${messages.length} and note the contacts`;
}

/** Of a connection that is gone: it offers a new one. */
function LinkAlone({ message }: { message: ComposedMessage }) {
  return message.link ? (
    <p className="flex flex-wrap gap-1.5">
      <CopyMessage message={message} />
    </p>
  ) : null;
}

function Text({ message }: { message: ComposedMessage }) {
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
        <CopyMessage message={message} />
        <a href={mailHref(message)} className={LINK_BUTTON}>
          <Mail aria-hidden className="size-4" /> Open mail
        </a>
        {message.chatHref ? (
          <a href={message.chatHref} target="_blank" rel="noreferrer" className={LINK_BUTTON}>
            <MessageCircle aria-hidden className="size-4" /> Open chat
          </a>
        ) : null}
      </div>
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

function CopyMessage({ message }: { message: ComposedMessage }) {
  const [said, say] = useState("");
  const copy = async (text: string, words: string) => {
    const isCopied = await writeClipboard(text).then(
      () => true,
      () => false,
    );
    say(isCopied ? words : "Could not be copied");
  };
  return (
    <>
      {message.text ? (
        <Button onClick={() => void copy(textOf(message), "Message copied")}>
          <Copy aria-hidden className="size-4" /> Copy
        </Button>
      ) : null}
      {message.link ? (
        <Button onClick={() => void copy(message.link ?? "", "Link copied")}>Copy the link</Button>
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

/** Each under the name of whom it is for. */
export function allTexts(messages: readonly ComposedMessage[]): string {
  if (messages.length === 1) return messages.map(textOf).join("");
  return messages.map((message) => `— ${message.title}\n\n${textOf(message)}`).join("\n\n\n");
}
