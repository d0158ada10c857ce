import type { Snooze } from "@/domain/outreach/case-act";
import type { CaseWork } from "@/domain/outreach/case-work";
import type { OutreachState } from "@/domain/outreach/outreach";

/** The newest case of a connection as lists show it. Instants in milliseconds. */
export type ListedCase = {
  readonly state: OutreachState;
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly isRelapse: boolean;
  /** It came back as another account, and nobody has reviewed it. */
  readonly needsLook: boolean;
  readonly contacts: number;
  readonly owner: { readonly id: number; readonly name: string } | null;
  readonly snoozedUntil: number | null;
  readonly snooze: Snooze | null;
  /** The newest contact with the user, about any of their connections. */
  readonly contact: { readonly at: number; readonly name: string } | null;
  readonly link: CaseWork["link"];
  /** Other connections of the user whose cases are open. */
  readonly others: readonly string[];
  readonly block: { readonly reason: string; readonly name: string; readonly at: number } | null;
};
