/** A change of status in a connection's history: from this instant on it had this status. */
export type Turn = { readonly status: string; readonly from: number; readonly eventId: number };
