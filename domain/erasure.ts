import type { Account } from "./event";
import type { SavedView } from "./saved-view";
import { normaliseText } from "./search-text";

/** Whose data goes: a user of the team, with all their connections; or one account at the platform, with all of its. */
export type ErasureSubject =
  | { readonly kind: "user"; readonly reference: string }
  | { readonly kind: "account"; readonly reference: string };

/** What an erasure would take away, or has. */
export type ErasureReport = {
  readonly connections: readonly string[];
  /** Events of those connections, with their bodies. */
  readonly events: number;
  /** Events that are not understood, and hold the reference. */
  readonly quarantined: number;
  /** Saved views that name the person. */
  readonly views: readonly string[];
  readonly isDryRun: boolean;
};

export const ERASURE_KINDS = ["user", "account"] as const satisfies readonly ErasureSubject["kind"][];

/** Shorter words are part of too many others. */
const NAME_LENGTH_MIN = 3;

/** Whether a saved view names one of these accounts, or the user: then it would outlive them. */
export function isViewAbout(view: SavedView, user: string | null, accounts: readonly Account[]): boolean {
  const asked = new URLSearchParams(view.query);
  if (user !== null && [...asked.getAll("user"), ...asked.getAll("notUser")].includes(user)) return true;
  const words = normaliseText(asked.get("q") ?? "").trim();
  if (words.length < NAME_LENGTH_MIN) return false;
  const names = [user, ...accounts.flatMap(({ id, name, username }) => [id, name, username])];
  return names.some((name) => name !== null && normaliseText(name).includes(words));
}
