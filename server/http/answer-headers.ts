type Headers = readonly (readonly [name: string, value: string])[];

/** Of every answer. */
export const ANSWER_HEADERS: Headers = [
  ["x-content-type-options", "nosniff"],
  // No other site learns anything. Not "no-referrer": then forms say they come from nowhere, and are turned away as foreign.
  ["referrer-policy", "same-origin"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  ["permissions-policy", "camera=(), geolocation=(), microphone=()"],
];

/** Of what our HTTP interface answers besides: it is data, never a page. Pages have a policy of their own: see proxy.ts. */
export const DATA_HEADERS: Headers = [["content-security-policy", "default-src 'none'; frame-ancestors 'none'"]];
