import { faultName } from "@/server/process/faults";
import { log } from "@/server/process/log";

/** Why nobody was signed in or confirmed, for the page to put into words. */
export const OPEN_ID_PROBLEMS = [
  "unreachable",
  "misconfigured",
  "cancelled",
  "expired",
  "not_invited",
  "no_email",
  "unconfirmed",
  "confirmation_missing",
  "other_identity",
  "too_many",
  "other_person",
  "not_asked_again",
] as const;
export type OpenIdProblem = (typeof OPEN_ID_PROBLEMS)[number];

/** What the log says about a failure: names and numbers of the protocol, never a value that came with a request or a token. */
export type Failure = {
  readonly problem: OpenIdProblem;
  readonly cause?: string;
  /** The provider's own word for it. */
  readonly error?: string;
  readonly status?: number;
  /** The claim or attribute that is wrong. */
  readonly about?: string;
};

type Step = "discovery" | "return" | "tokens" | "userinfo" | "person";

/** What no person who signs in can change. */
const ADMIN_PROBLEMS: ReadonlySet<OpenIdProblem> = new Set([
  "unreachable",
  "misconfigured",
  "no_email",
  "confirmation_missing",
]);

/** The errors of RFC 6749 and OpenID Connect. Others may be anything that someone wrote into an address: they are not logged. */
const ERROR_PROBLEMS: ReadonlyMap<string, OpenIdProblem> = new Map([
  ["access_denied", "cancelled"],
  ["login_required", "cancelled"],
  ["consent_required", "cancelled"],
  ["interaction_required", "cancelled"],
  ["account_selection_required", "cancelled"],
  ["invalid_grant", "expired"],
  ["server_error", "unreachable"],
  ["temporarily_unavailable", "unreachable"],
  ["invalid_request", "misconfigured"],
  ["invalid_client", "misconfigured"],
  ["invalid_scope", "misconfigured"],
  ["invalid_token", "misconfigured"],
  ["insufficient_scope", "misconfigured"],
  ["unauthorized_client", "misconfigured"],
  ["unsupported_grant_type", "misconfigured"],
  ["unsupported_response_type", "misconfigured"],
]);

/** Writes a failure to the log and returns its problem. */
export function reportFailure(step: Step, failure: Failure): { readonly problem: OpenIdProblem } {
  log()[ADMIN_PROBLEMS.has(failure.problem) ? "warn" : "info"]({ step, ...failure }, "single sign-on failed");
  return { problem: failure.problem };
}

/** Returns what an error that the provider named means. */
export function failureOfError(error: string): Failure {
  const problem = ERROR_PROBLEMS.get(error);
  return { problem: problem ?? "misconfigured", cause: "provider_error", error: problem ? error : "other" };
}

/** Returns what a fault of the library or the network means. */
export function failureOf(fault: unknown): Failure {
  const chain = causesOf(fault);
  const error = find(chain, "error", (value) => typeof value === "string");
  const status = find(chain, "status", (value) => typeof value === "number");
  const about = find(chain, "claim", isName) ?? find(chain, "attribute", isName);
  const named = error === undefined ? null : failureOfError(error);
  const cause = faultName(fault);
  const isDown = isNetworkFault(fault) || cause === "OAUTH_TIMEOUT" || (status ?? 0) >= 500 || status === 429;
  return {
    problem: isDown ? "unreachable" : (named?.problem ?? "misconfigured"),
    cause,
    ...(named?.error === undefined ? {} : { error: named.error }),
    ...(status === undefined ? {} : { status }),
    ...(about === undefined ? {} : { about }),
  };
}

/** Whether the provider refused the way in which we authenticated as its client. */
export function isClientRefused(fault: unknown): boolean {
  const { error, status } = failureOf(fault);
  return error === "invalid_client" || error === "unauthorized_client" || (error === undefined && status === 401);
}

/** `fetch` throws a TypeError whose cause is the network's; the library's own have none. */
function isNetworkFault(fault: unknown): boolean {
  return fault instanceof TypeError && fault.cause instanceof Error;
}

function causesOf(fault: unknown): readonly object[] {
  const chain: object[] = [];
  for (let one = fault; typeof one === "object" && one !== null && chain.length < 5; ) {
    chain.push(one);
    one = "cause" in one ? one.cause : null;
  }
  return chain;
}

/** The first value of that name in a chain of causes, if it is of the wanted kind. */
function find<T>(chain: readonly object[], name: string, isWanted: (value: unknown) => value is T): T | undefined {
  return chain.map((one) => Reflect.get(one, name) as unknown).find(isWanted);
}

/** Names of claims are the library's own words. */
function isName(value: unknown): value is string {
  return typeof value === "string" && /^[a-z_]{1,30}$/.test(value);
}
