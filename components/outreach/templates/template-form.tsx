"use client";

import { useActionState, useEffect, useId } from "react";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import { SelectInput } from "@/components/ui/form/select-input";
import { TextInput } from "@/components/ui/form/text-input";
import { PERSONAL, Personal } from "@/components/ui/personal/personal";
import { CHANNELS } from "@/domain/outreach/case-act";
import { CHANNEL_WORDS } from "@/domain/outreach/case-words";
import {
  BODY_LENGTH_MAX,
  fillText,
  SUBJECT_LENGTH_MAX,
  TEMPLATE_NAME_LENGTH_MAX,
  TEMPLATES_MAX,
  type Template,
  type TemplateRefusal,
  unknownPlaces,
} from "@/domain/outreach/template";
import { forgetDraft } from "./template-draft";
import { useDraft } from "./use-draft";

export type TemplateState = { readonly saved: string } | { readonly refusal: TemplateRefusal } | null;

type TemplateFormProps = {
  readonly template: Template;
  /** All saved templates: a draft that equals one of them is no longer a draft. */
  readonly saved: readonly Template[];
  readonly save: (before: TemplateState, sent: FormData) => Promise<TemplateState>;
  /** Null for a new template. */
  readonly remove: ((sent: FormData) => void) | null;
};

export const TEMPLATE_REFUSAL_WORDS: Record<TemplateRefusal, string> = {
  name_empty: "Enter a name.",
  name_taken: "There is already a template with this name.",
  body_empty: "Enter the text.",
  too_many: `There are already ${TEMPLATES_MAX} templates, the most there can be. Delete one first.`,
  unknown_template: "Someone has deleted this template in the meantime. Copy the text and create a new one.",
};

const EXAMPLE = {
  name: "Jane Doe",
  username: "janedoe",
  user: "user_456",
  reconnect_link: "https://relink.example.com/r/…",
  expired_since: "12 November",
  expired_for: "3 d",
  permissions: "profile:read, messages:read",
  lost_permissions: "messages:write",
};

/** Edits a template, with a preview for an invented user. */
export function TemplateForm({ template, saved, save, remove }: TemplateFormProps) {
  const { values, change, isRestored, discard } = useDraft(template, saved);
  const [state, run, isPending] = useActionState(save, null);
  const bodyField = useId();
  const removeForm = useId();
  const { subject, body } = values;

  useEffect(() => {
    if (state && "saved" in state) forgetDraft(template.id);
  }, [state, template.id]);

  const odd = unknownPlaces(`${subject}\n${body}`);
  return (
    <div className="grid gap-4">
      <form action={run} className="grid gap-4">
        <input type="hidden" name="id" value={template.id} />
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_12rem]">
          <TextInput
            name="name"
            label="Name"
            required
            maxLength={TEMPLATE_NAME_LENGTH_MAX}
            value={values.name}
            onChange={(event) => change({ name: event.target.value })}
          />
          <SelectInput
            name="channel"
            label="Sent by"
            // A refused form is reset, which would clear the select.
            key={`${isRestored} ${state && "refusal" in state ? state.refusal : ""}`}
            value={values.channel}
            onChange={(channel) => change({ channel })}
            options={CHANNELS.map((channel) => [channel, CHANNEL_WORDS[channel]])}
          />
        </div>
        <TextInput
          {...PERSONAL}
          name="subject"
          label="Subject"
          maxLength={SUBJECT_LENGTH_MAX}
          value={subject}
          onChange={(event) => change({ subject: event.target.value })}
        />
        <div className="grid gap-4 md:grid-cols-2">
          <div className="grid gap-1.5">
            <label htmlFor={bodyField} className="font-medium">
              Text
            </label>
            <textarea
              {...PERSONAL}
              id={bodyField}
              name="body"
              required
              rows={9}
              maxLength={BODY_LENGTH_MAX}
              value={body}
              onChange={(event) => change({ body: event.target.value })}
              className="rounded-md border border-line-strong/60 bg-surface px-3 py-2"
            />
          </div>
          <div className="grid content-start gap-1.5">
            <p className="font-medium">To Jane Doe it would say</p>
            <p className="min-h-24 rounded-md bg-sunken px-3 py-2 break-words whitespace-pre-wrap text-ink-soft">
              <Personal>{fillText(body, EXAMPLE).text}</Personal>
            </p>
          </div>
        </div>
        {odd.length > 0 ? (
          <p role="status" className="rounded-md bg-warn-soft px-3 py-2 text-warn">
            <Personal>{odd.join(", ")}</Personal>{" "}
            {odd.length === 1 ? "isn't a placeholder and stays" : "aren't placeholders and stay"} as written.
          </p>
        ) : null}
        <FormError>
          {state && "refusal" in state && !isPending ? TEMPLATE_REFUSAL_WORDS[state.refusal] : null}
        </FormError>
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" className="min-h-10" disabled={isPending}>
            {template.id === 0 ? "Make the template" : "Save"}
          </Button>
          {isRestored ? (
            <span role="status" className="flex flex-wrap items-center gap-x-2 text-ink-soft">
              Unsaved changes restored.
              <Button variant="quiet" onClick={discard}>
                Discard them
              </Button>
            </span>
          ) : null}
          <span role="status" className="text-ok">
            {state && "saved" in state && !isPending ? "Saved." : ""}
          </span>
          {remove ? (
            <Button
              type="submit"
              form={removeForm}
              variant="quiet"
              className="ml-auto min-h-10 text-bad"
              aria-label={`Delete ${template.name}`}
            >
              Delete
            </Button>
          ) : null}
        </div>
      </form>
      {remove ? (
        // A form of its own, whose button is in the row of the other: forms can't be nested.
        <form id={removeForm} action={remove} className="hidden">
          <input type="hidden" name="id" value={template.id} />
        </form>
      ) : null}
    </div>
  );
}
