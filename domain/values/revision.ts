/** Counts what was stored since the process started: events, refused deliveries, and acts on cases. */
export type Revision = { readonly events: number; readonly refusals: number; readonly outreach: number };
