/** Why OFAuth gave no session, grouped by what someone has to do about it. */
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

/** A response without a session: its status, null if there was no response, and OFAuth's error code or ours. */
export type OfauthAnswer = { readonly status: number | null; readonly code: string };

/** The error types of https://docs.ofauth.com/reference/error-handling whose status alone is misleading or says nothing. */
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

/** Returns the detail of a link's step that failed because of OFAuth's response. */
export function ofauthStepDetail({ status, code }: OfauthAnswer): string {
  return status === null ? `ofauth_${code}` : `ofauth_${status}_${code}`;
}

/** Reads the trouble from a step's detail; null if the step failed for another reason. Older details have no status. */
export function ofauthTroubleIn(detail: string): OfauthTrouble | null {
  const [, status, code] = /^ofauth_(?:(\d{3})_)?(.+)$/.exec(detail) ?? [];
  if (code === undefined) return null;
  return ofauthTroubleOf({ status: status === undefined ? null : Number(status), code });
}

const PASSING = ["slow_down", "down", "unreachable", "busy"] as const satisfies readonly OfauthTrouble[];
/** How long to report temporary trouble after it was last seen. */
const PASSING_TROUBLE_MS = 3_600_000;

/** Returns true if trouble seen at an instant is still to be expected. */
export function isTroubleCurrent(trouble: OfauthTrouble, at: number, now: number): boolean {
  return !PASSING.some((passing) => passing === trouble) || now - at < PASSING_TROUBLE_MS;
}
