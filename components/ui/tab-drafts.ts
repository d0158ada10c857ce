"use client";

/** Of drafts: what someone typed and didn't save, kept until this tab closes or its person signs out. */
const PREFIX = "relink-draft ";

export function readTabDraft(name: string): unknown {
  try {
    const kept = sessionStorage.getItem(`${PREFIX}${name}`);
    return kept === null ? null : JSON.parse(kept);
  } catch {
    return null;
  }
}

export function keepTabDraft(name: string, draft: unknown): void {
  try {
    sessionStorage.setItem(`${PREFIX}${name}`, JSON.stringify(draft));
  } catch {
    // Without storage the warning on leaving is all there is.
  }
}

export function forgetTabDraft(name: string): void {
  try {
    sessionStorage.removeItem(`${PREFIX}${name}`);
  } catch {
    // Nothing was kept either.
  }
}

/** Forgets all drafts: nobody who uses this browser next finds what someone wrote. */
export function forgetTabDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept either.
  }
}
