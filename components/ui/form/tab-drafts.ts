"use client";

/** Drafts: text that was typed and not saved, kept until the tab closes or the person signs out. */
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
    // Nothing was stored either.
  }
}

/** Forgets all drafts, so that the next person at this browser doesn't find them. */
export function forgetTabDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // Nothing was stored either.
  }
}
