import { connectionsPath, queuePath } from "@/domain/values/paths";

const KEY = "relink-last-list";

/** Remembers in this tab which list was looked at, with its filters, for the way back to it. */
export function rememberList(href: string): void {
  try {
    sessionStorage.setItem(KEY, href);
  } catch {
    // A browser that keeps nothing for us: the way back leads to the whole list.
  }
}

/** The list that was looked at last in this tab; only ever an address of ours. */
export function lastList(): string | null {
  try {
    const href = sessionStorage.getItem(KEY);
    return href?.startsWith(connectionsPath()) || href?.startsWith(queuePath()) ? href : null;
  } catch {
    return null;
  }
}
