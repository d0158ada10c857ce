"use client";

import { type FormEvent, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { allTexts, ComposedMessages } from "@/components/outreach/contact/composed-messages";
import { Button } from "@/components/ui/form/button";
import { writeClipboard } from "@/components/ui/form/copy-button";
import { FormError } from "@/components/ui/form/form-error";
import { SelectInput } from "@/components/ui/form/select-input";
import { TextInput } from "@/components/ui/form/text-input";
import { PERSONAL } from "@/components/ui/personal/personal";
import { type ActContent, CHANNELS } from "@/domain/outreach/case-act";
import { CHANNEL_WORDS } from "@/domain/outreach/case-words";
import type { Composed, ComposedMessage } from "@/domain/outreach/reply";
import { replaced, sendable, withLinks } from "@/domain/outreach/sendable";
import type { FormProps } from "./form-props";
import { targetOfIds, useOutreach } from "./outreach-context";

/** The most messages that people read through. Contacts with more users can still be noted. */
const COMPOSED_MAX = 50;
const NO_TEMPLATE = 0;

/** Prepares the message to each user, to be copied or opened elsewhere, and notes the contact. Relink itself sends nothing. */
export function ContactForm({ target, onDone }: FormProps) {
  const outreach = useOutreach();
  const [templateId, setTemplateId] = useState(outreach?.templates[0]?.id ?? NO_TEMPLATE);
  const [problem, setProblem] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const template = outreach?.templates.find(({ id }) => id === templateId);
  const isComposed = !target.isAll && target.ids.length <= COMPOSED_MAX;
  const composing = useComposed(isComposed ? target.ids : [], templateId);
  const templateField = useId();

  function contactOf(sent: HTMLFormElement): ActContent {
    const fields = new FormData(sent);
    const channel = CHANNELS.find((one) => one === fields.get("channel")) ?? "other";
    return { kind: "contacted", channel, template: template?.name ?? null, note: String(fields.get("note")) };
  }

  function note(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    outreach?.run(contactOf(event.currentTarget), target);
    onDone();
  }

  /** Copying a message despite the warning that its user was contacted recently is deliberate. */
  async function copyAndNote(wanted: readonly ComposedMessage[]): Promise<void> {
    const handedOut = composing.handOut(wanted).then(sendable);
    try {
      await writeClipboard(handedOut.then(allTexts));
    } catch {
      const isHandedOut = await handedOut.then(
        () => true,
        () => false,
      );
      setProblem(
        isHandedOut
          ? "The browser blocked copying. Copy the text by hand, then note the contact below."
          : "The links could not be made. Nothing was copied: try again.",
      );
      return;
    }
    const messages = await handedOut;
    const meantAgain = messages.flatMap((one) => (one.objection?.kind === "cooling" ? one.connectionId : []));
    const written = targetOfIds(messages.map(({ connectionId }) => connectionId));
    if (form.current) outreach?.run(contactOf(form.current), written, { meantAgain });
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
          These are too many to look through one by one. Messages with links are written for {COMPOSED_MAX} at a time:
          select fewer. If you wrote to all of them elsewhere, note it here.
        </p>
      )}
      <FormError>{problem || null}</FormError>
      <form ref={form} key={templateId} onSubmit={note} className="grid gap-4 border-t border-line pt-4">
        <SelectInput
          name="channel"
          label="By"
          value={template?.channel ?? "email"}
          options={CHANNELS.map((channel) => [channel, CHANNEL_WORDS[channel]])}
        />
        <TextInput {...PERSONAL} name="note" label="Note" maxLength={2_000} />
        <Button type="submit" variant={isComposed ? "plain" : "primary"} className="min-h-10">
          Note the contact
        </Button>
      </form>
    </>
  );
}

type Answer = { readonly composed: Composed | null; readonly hasFailed: boolean };
const UNDER_WAY: Answer = { composed: null, hasFailed: false };

type Composing = Answer & {
  /** Composes these messages with their links. Rejects if the links can't be created. */
  readonly handOut: (messages: readonly ComposedMessage[]) => Promise<readonly ComposedMessage[]>;
};

/** Loads the messages, again whenever another template is selected; there are none until they have loaded. */
function useComposed(ids: readonly string[], templateId: number): Composing {
  const outreach = useOutreach();
  const [answer, setAnswer] = useState<Answer & { readonly templateId: number }>({ ...UNDER_WAY, templateId });

  const compose = useEffectEvent(async (isCurrent: () => boolean) => {
    if (!outreach || ids.length === 0) return;
    const composed = await outreach.actions.compose(composingOf(templateId, ids)).catch(() => null);
    if (isCurrent()) setAnswer({ composed, hasFailed: composed === null, templateId });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the message is another one with another template.
  useEffect(() => {
    let isCurrent = true;
    void compose(() => isCurrent);
    return () => {
      isCurrent = false;
    };
  }, [templateId]);

  async function handOut(messages: readonly ComposedMessage[]): Promise<readonly ComposedMessage[]> {
    const toCome = messages.filter(({ isLinkToCome }) => isLinkToCome).map(({ connectionId }) => connectionId);
    if (!outreach || toCome.length === 0) return messages;
    const made = (await outreach.actions.handOut(null, composingOf(templateId, toCome))).messages;
    setAnswer((before) => withLinks(before, templateId, made));
    return replaced(messages, made);
  }

  return { ...(answer.templateId === templateId ? answer : UNDER_WAY), handOut };
}

function composingOf(templateId: number, ids: readonly string[]): FormData {
  const form = new FormData();
  form.set("template", String(templateId));
  for (const id of ids) form.append("id", id);
  return form;
}

type MessagesProps = {
  readonly composing: Composing;
  readonly onCopyAndNote: (messages: readonly ComposedMessage[]) => Promise<void>;
};

function Messages({ composing: { composed, hasFailed, handOut }, onCopyAndNote }: MessagesProps) {
  if (hasFailed) return <FormError>The messages could not be written. Close this and try again.</FormError>;
  if (!composed) return <div aria-busy className="h-44 animate-breathe rounded-lg bg-sunken" />;
  return <ComposedMessages composed={composed} onHandOut={handOut} onCopyAndNote={onCopyAndNote} />;
}
