import type { CaseSpan } from "@/domain/outreach/case-span";

/** A case that the first event opened, and that nothing closed. */
export const OPEN_SPAN: CaseSpan = {
  openedAt: 0,
  openedBy: 1,
  closedAt: null,
  closedBy: null,
  successor: null,
  end: null,
  isAnotherAccount: false,
  isRelapse: false,
  accountId: null,
};
