"use client";

/** What was typed into a template and not saved. */
export type TemplateDraft = {
  readonly name: string;
  readonly channel: string;
  readonly subject: string;
  readonly body: string;
};

const PREFIX = "relink-template-draft ";

export function readDraft(id: number): TemplateDraft | null {
  try {
    const kept = sessionStorage.getItem(`${PREFIX}${id}`);
    const draft: unknown = kept === null ? null : JSON.parse(kept);
    return isDraft(draft) ? draft : null;
  } catch {
    return null;
  }
}

/** Keeps a draft until this tab closes or its person signs out. */
export function keepDraft(id: number, draft: TemplateDraft): void {
  try {
    sessionStorage.setItem(`${PREFIX}${id}`, JSON.stringify(draft));
  } catch {
    // Without storage the warning on leaving is all there is.
  }
}

export function forgetDraft(id: number): void {
  try {
    sessionStorage.removeItem(`${PREFIX}${id}`);
  } catch {
    // Nothing was kept either.
  }
}

/** Forgets all drafts: nobody who uses this browser next finds what someone wrote. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept either.
  }
}

function isDraft(value: unknown): value is TemplateDraft {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map(Object.entries(value));
  return ["name", "channel", "subject", "body"].every((field) => typeof fields.get(field) === "string");
}
