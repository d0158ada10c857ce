/** A change of status in a connection's history. Instants in milliseconds. */
export type StatusChange = {
  readonly status: string;
  readonly from: number;
  readonly eventId: number;
  /** The account just after the change; null if no event had named one yet. */
  readonly accountId: string | null;
};
