import { useEffect, useState } from "react";
import type { Template } from "@/domain/outreach/template";
import { forgetDraft, keepDraft, readDraft, type TemplateDraft } from "./template-draft";

/**
 * Holds the fields of a template as they are typed. Unsaved changes are kept in this tab until its person signs out, and leaving the
 * site asks for confirmation.
 */
export function useDraft(template: Template, saved: readonly Template[]) {
  const [values, setValues] = useState<TemplateDraft>(template);
  const [isRestored, setIsRestored] = useState(false);
  const isUnsaved = ![template, ...saved].some((one) => isSame(one, values));
  const { id } = template;

  // Only the browser has drafts: the server renders the template as it is saved.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a draft is restored once, when the form appears.
  useEffect(() => {
    const draft = readDraft(id);
    if (!draft) return;
    if ([template, ...saved].some((one) => isSame(one, draft))) return forgetDraft(id);
    setValues(draft);
    setIsRestored(true);
  }, [id]);

  useEffect(() => {
    if (!isUnsaved) return;
    const askFirst = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", askFirst);
    return () => removeEventListener("beforeunload", askFirst);
  }, [isUnsaved]);

  return {
    values,
    isRestored: isRestored && isUnsaved,
    change: (change: Partial<TemplateDraft>) => {
      const next = { ...values, ...change };
      setValues(next);
      keepDraft(id, next);
    },
    discard: () => {
      setValues(template);
      setIsRestored(false);
      forgetDraft(id);
    },
  };
}

/** Compares as saving does: it trims texts and collapses the blanks of a line. */
function isSame(a: TemplateDraft, b: TemplateDraft): boolean {
  const line = (text: string) => text.replace(/\s+/gu, " ").trim();
  return (
    line(a.name) === line(b.name) &&
    a.channel === b.channel &&
    line(a.subject) === line(b.subject) &&
    a.body.trim() === b.body.trim()
  );
}
