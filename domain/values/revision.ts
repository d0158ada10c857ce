/** How often something was kept since the process began: events, traces of refused deliveries, and what people did about cases. */
export type Revision = { readonly events: number; readonly refusals: number; readonly outreach: number };
