/** A change of status in a connection's history: from this instant on it had this status. */
export type Turn = {
  readonly status: string;
  readonly from: number;
  readonly eventId: number;
  /** Whose account it was just after the change; null where no event had told yet. */
  readonly accountId: string | null;
};
