type Headers = readonly (readonly [name: string, value: string])[];

/** Sent with every response. */
export const ANSWER_HEADERS: Headers = [
  ["x-content-type-options", "nosniff"],
  // Other sites get no referrer. Not "no-referrer": forms would then send `Origin: null` and be refused as foreign.
  ["referrer-policy", "same-origin"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  ["permissions-policy", "camera=(), geolocation=(), microphone=()"],
];

/** Also sent by the HTTP API, which returns data, never a page. Pages have their own policy: see proxy.ts. */
export const DATA_HEADERS: Headers = [["content-security-policy", "default-src 'none'; frame-ancestors 'none'"]];
