"use client";

import { useActionState, useState } from "react";
import { UndoBar } from "@/components/ui/feedback/undo-bar";
import { Section } from "@/components/ui/section";
import type { Template } from "@/domain/outreach/template";
import { TEMPLATE_REFUSAL_WORDS, TemplateForm, type TemplateState } from "./template-form";

type TemplateListProps = {
  readonly templates: readonly Template[];
  readonly save: (before: TemplateState, sent: FormData) => Promise<TemplateState>;
  /** Returns what was deleted; null if it was gone already. */
  readonly remove: (before: Template | null, sent: FormData) => Promise<Template | null>;
};

const FRESH = { id: 0, name: "", channel: "email", subject: "", body: "" } as const;

/** Lists all templates and an empty one. The last deletion can be undone. */
export function TemplateList({ templates, save, remove }: TemplateListProps) {
  const [removed, submitRemove] = useActionState(remove, null);
  const [closed, setClosed] = useState<Template | null>(null);
  const isGone = removed !== null && templates.every(({ name }) => name !== removed.name);
  return (
    <>
      {templates.map((template) => (
        <Section key={template.id} title={template.name}>
          <TemplateForm template={template} saved={templates} save={save} remove={submitRemove} />
        </Section>
      ))}
      <Section title="New template">
        <TemplateForm key={templates.length} template={FRESH} saved={templates} save={save} remove={null} />
      </Section>
      {isGone && removed !== closed ? (
        <UndoDeletion key={removed.id} template={removed} save={save} onClose={() => setClosed(removed)} />
      ) : null}
    </>
  );
}

type UndoDeletionProps = Pick<TemplateListProps, "save"> & {
  readonly template: Template;
  readonly onClose: () => void;
};

function UndoDeletion({ template, save, onClose }: UndoDeletionProps) {
  const [state, restore, isRestoring] = useActionState(save, null);
  return (
    <UndoBar
      words={[`Deleted the template “${template.name}”.`]}
      problem={state && "refusal" in state ? TEMPLATE_REFUSAL_WORDS[state.refusal] : null}
      undo={restore}
      fields={{ ...template, id: 0 }}
      isPending={isRestoring}
      onClose={onClose}
    />
  );
}
