"use client";

import { forgetTabDraft, keepTabDraft, readTabDraft } from "@/components/ui/form/tab-drafts";

/** The unsaved text of a template. */
export type TemplateDraft = {
  readonly name: string;
  readonly channel: string;
  readonly subject: string;
  readonly body: string;
};

export function readDraft(id: number): TemplateDraft | null {
  const draft = readTabDraft(nameOf(id));
  return isDraft(draft) ? draft : null;
}

/** Keeps a draft until this tab closes or its person signs out. */
export function keepDraft(id: number, draft: TemplateDraft): void {
  keepTabDraft(nameOf(id), draft);
}

export function forgetDraft(id: number): void {
  forgetTabDraft(nameOf(id));
}

function nameOf(id: number): string {
  return `template ${id}`;
}

function isDraft(value: unknown): value is TemplateDraft {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map(Object.entries(value));
  return ["name", "channel", "subject", "body"].every((field) => typeof fields.get(field) === "string");
}
