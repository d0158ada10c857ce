/** Why OFAuth gave no session, as what someone has to do about it. */
export const OFAUTH_TROUBLES = [
  "key_refused",
  "scope_missing",
  "connection_unknown",
  "request_refused",
  "no_hosted_page",
  "wrong_address",
  "slow_down",
  "down",
  "unreachable",
  "busy",
  "other",
] as const;
export type OfauthTrouble = (typeof OFAUTH_TROUBLES)[number];

/** An answer without a session: its status, null if there was none, and OFAuth's own word or ours. */
export type OfauthAnswer = { readonly status: number | null; readonly code: string };

/** The types of https://docs.ofauth.com/reference/error-handling whose status alone would say something else, or nothing. */
const BY_CODE: Readonly<Record<string, OfauthTrouble>> = {
  UNAUTHORIZED: "key_refused",
  SESSION_NOT_PROVIDED: "connection_unknown",
  FORBIDDEN: "scope_missing",
  RESOURCE_NOT_FOUND: "connection_unknown",
  ROUTE_NOT_FOUND: "wrong_address",
  BAD_REQUEST: "request_refused",
  RATE_LIMIT_EXCEEDED: "slow_down",
  UPLOAD_ERROR: "down",
  UNKNOWN_ERROR: "down",
  no_hosted_page: "no_hosted_page",
  timeout: "down",
  unreadable: "down",
  unreachable: "unreachable",
  busy: "busy",
};

const BY_STATUS: Readonly<Record<number, OfauthTrouble>> = {
  400: "request_refused",
  401: "key_refused",
  403: "scope_missing",
  404: "connection_unknown",
  408: "down",
  422: "request_refused",
  429: "slow_down",
};

export function ofauthTroubleOf({ status, code }: OfauthAnswer): OfauthTrouble {
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  if (known) return known;
  const given = status ?? Number(/^http_(\d{3})$/.exec(code)?.[1]);
  return BY_STATUS[given] ?? (given >= 500 ? "down" : "other");
}

/** The detail of a failed step of a link whose cause is OFAuth's answer. */
export function ofauthStepDetail({ status, code }: OfauthAnswer): string {
  return status === null ? `ofauth_${code}` : `ofauth_${status}_${code}`;
}

/** The trouble in a step's detail; null if the step failed for another cause. Older details hold no status. */
export function ofauthTroubleIn(detail: string): OfauthTrouble | null {
  const [, status, code] = /^ofauth_(?:(\d{3})_)?(.+)$/.exec(detail) ?? [];
  if (code === undefined) return null;
  return ofauthTroubleOf({ status: status === undefined ? null : Number(status), code });
}

const PASSING = ["slow_down", "down", "unreachable", "busy"] as const satisfies readonly OfauthTrouble[];
/** For how long trouble that passes by itself is said without being seen again. */
const PASSING_TROUBLE_MS = 3_600_000;

/** Whether trouble that was seen at an instant is still to be expected. */
export function isTroubleCurrent(trouble: OfauthTrouble, at: number, now: number): boolean {
  return !PASSING.some((passing) => passing === trouble) || now - at < PASSING_TROUBLE_MS;
}
