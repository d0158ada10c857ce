import { connectionsPath, queuePath } from "@/domain/values/query/paths";

const KEY = "relink-last-list";

/** Remembers in this tab which list was viewed last, with its filters, for the link back to it. */
export function rememberList(href: string): void {
  try {
    sessionStorage.setItem(KEY, href);
  } catch {
    // Without storage the link back leads to the whole list.
  }
}

/** Returns the path of the list that was viewed last in this tab; never another address. */
export function lastList(): string | null {
  try {
    const href = sessionStorage.getItem(KEY);
    return href?.startsWith(connectionsPath()) || href?.startsWith(queuePath()) ? href : null;
  } catch {
    return null;
  }
}
