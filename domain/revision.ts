/** How often something was kept since the process began: events, and traces of refused deliveries. */
export type Revision = { readonly events: number; readonly refusals: number };
