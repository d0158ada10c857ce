"use client";

import { ChevronLeft, ChevronRight, Copy, Mail, MessageCircle } from "lucide-react";
import { type FormEvent, useEffect, useEffectEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { writeClipboard } from "@/components/ui/copy-button";
import { FormProblem } from "@/components/ui/form-problem";
import { SelectInput } from "@/components/ui/select-input";
import { TextInput } from "@/components/ui/text-input";
import { CHANNELS } from "@/domain/case-act";
import { VARIABLES } from "@/domain/template";
import { CHANNEL_WORDS } from "./channel-words";
import type { FormProps } from "./form-props";
import { useOutreach } from "./outreach-context";
import type { Composed, ComposedMessage } from "./reply";

/** More than that nobody reads through; their contact can still be noted, and their links exported. */
const COMPOSED_MAX = 50;
const NO_TEMPLATE = 0;

/** The message to each user, ready to be copied or opened elsewhere; then the contact is noted. Relink itself sends nothing. */
export function ContactForm({ target, onDone }: FormProps) {
  const outreach = useOutreach();
  const [templateId, setTemplateId] = useState(outreach?.templates[0]?.id ?? NO_TEMPLATE);
  const template = outreach?.templates.find(({ id }) => id === templateId);
  const isComposed = !target.isAll && target.ids.length <= COMPOSED_MAX;
  const composing = useComposed(isComposed ? target.ids : [], templateId);
  const templateField = useId();

  function note(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const channel = CHANNELS.find((one) => one === form.get("channel")) ?? "other";
    const text = String(form.get("note"));
    outreach?.run({ kind: "contacted", channel, template: template?.name ?? null, note: text }, target);
    onDone();
  }

  async function copyAndNote(): Promise<void> {
    if (composing.composed) await writeClipboard(allTexts(composing.composed.messages));
    const channel = template?.channel ?? "other";
    outreach?.run({ kind: "contacted", channel, template: template?.name ?? null, note: "" }, target);
    onDone();
  }

  return (
    <>
      <div className="grid gap-1.5">
        <label htmlFor={templateField} className="font-medium">
          Message
        </label>
        <select
          id={templateField}
          value={templateId}
          onChange={(event) => setTemplateId(Number(event.target.value))}
          className="min-h-10 rounded-md border border-line-strong/60 bg-surface px-2.5"
        >
          {outreach?.templates.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          <option value={NO_TEMPLATE}>The link alone</option>
        </select>
      </div>
      {isComposed ? (
        <Messages composing={composing} onCopyAndNote={copyAndNote} />
      ) : (
        <p className="rounded-lg bg-sunken px-4 py-3 text-ink-soft">
          These are too many to look through one by one. Export them to write to them from elsewhere, then note the
          contact here.
        </p>
      )}
      <form key={templateId} onSubmit={note} className="grid gap-4 border-t border-line pt-4">
        <SelectInput
          name="channel"
          label="By"
          value={template?.channel ?? "email"}
          options={CHANNELS.map((channel) => [channel, CHANNEL_WORDS[channel]])}
        />
        <TextInput name="note" label="Note" maxLength={2_000} />
        <Button type="submit" look={isComposed ? "plain" : "primary"} className="min-h-10">
          Note the contact
        </Button>
      </form>
    </>
  );
}

type Composing = { readonly composed: Composed | null; readonly hasFailed: boolean };

/** The messages, asked for anew whenever another template is chosen. */
function useComposed(ids: readonly string[], templateId: number): Composing {
  const outreach = useOutreach();
  const [state, setState] = useState<Composing>({ composed: null, hasFailed: false });
  const compose = useEffectEvent(async (isCurrent: () => boolean) => {
    if (!outreach || ids.length === 0) return;
    const form = new FormData();
    form.set("template", String(templateId));
    for (const id of ids) form.append("id", id);
    const composed = await outreach.actions.compose(form).catch(() => null);
    if (isCurrent()) setState({ composed, hasFailed: composed === null });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the message is another one with another template.
  useEffect(() => {
    let isCurrent = true;
    void compose(() => isCurrent);
    return () => {
      isCurrent = false;
    };
  }, [templateId]);
  return state;
}

function Messages({ composing, onCopyAndNote }: { composing: Composing; onCopyAndNote: () => Promise<void> }) {
  const { composed, hasFailed } = composing;
  const [place, setPlace] = useState(0);
  if (hasFailed) return <FormProblem>The messages could not be written. Close this and try again.</FormProblem>;
  if (!composed) return <div aria-busy className="h-44 animate-breathe rounded-lg bg-sunken" />;
  const { messages } = composed;
  const message = messages[Math.min(place, messages.length - 1)];
  if (!message) return <FormProblem>There is nobody to write to any more.</FormProblem>;
  return (
    <section aria-label="Message" className="grid gap-3">
      {messages.length > 1 ? <Turner place={place} messages={messages} onTurn={setPlace} /> : null}
      <Warnings message={message} isKeyMissing={composed.isKeyMissing} />
      {message.subject ? <p className="font-medium">{message.subject}</p> : null}
      <p dir="auto" className="max-h-56 overflow-y-auto rounded-lg bg-sunken px-4 py-3 break-words whitespace-pre-wrap">
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
      <Button look="primary" className="min-h-10" onClick={() => void onCopyAndNote()}>
        <Copy aria-hidden className="size-4" />
        {messages.length > 1 ? `Copy all ${messages.length} and note the contacts` : "Copy and note the contact"}
      </Button>
    </section>
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
      <span dir="auto" className="min-w-0 truncate font-medium">
        {messages[place]?.title}
      </span>
    </p>
  );
}

function Warnings({ message, isKeyMissing }: { message: ComposedMessage; isKeyMissing: boolean }) {
  const { missing, unknown, link } = message;
  const words = [
    ...missing.map((name) => `Not known here: ${VARIABLES[name]} ({${name}}).`),
    ...unknown.map((place) => `${place} is no variable, and stays as it is.`),
    ...(link && isKeyMissing
      ? ["The link says “not yet” until OFAUTH_API_KEY is set: only then users can reconnect with it."]
      : []),
  ];
  if (words.length === 0) return null;
  return (
    <ul className="grid gap-1 rounded-md border border-warn/30 bg-warn-soft px-3 py-2 text-warn">
      {words.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}

function CopyMessage({ message }: { message: ComposedMessage }) {
  const [copied, setCopied] = useState("");
  const copy = async (text: string, words: string) => {
    await writeClipboard(text);
    setCopied(words);
  };
  return (
    <>
      <Button onClick={() => void copy(textOf(message), "Message copied")}>
        <Copy aria-hidden className="size-4" /> Copy
      </Button>
      {message.link ? (
        <Button onClick={() => void copy(message.link ?? "", "Link copied")}>Copy the link</Button>
      ) : null}
      <span role="status" className="self-center text-ink-soft">
        {copied}
      </span>
    </>
  );
}

function textOf({ subject, text }: ComposedMessage): string {
  return subject === "" ? text : `${subject}\n\n${text}`;
}

/** Each under the name of whom it is for. */
function allTexts(messages: readonly ComposedMessage[]): string {
  if (messages.length === 1) return messages.map(textOf).join("");
  return messages.map((message) => `— ${message.title}\n\n${textOf(message)}`).join("\n\n\n");
}

function mailHref({ subject, text }: ComposedMessage): string {
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`;
}
