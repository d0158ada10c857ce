import { faultName } from "@/server/process/faults";
import { log } from "@/server/process/log";

/** Reasons why nobody was signed in or confirmed; the page puts them into words. */
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

/** A failure as logged: names and numbers of the protocol, never a value that came with a request or a token. */
export type Failure = {
  readonly problem: OpenIdProblem;
  readonly cause?: string;
  /** The provider's own error code. */
  readonly error?: string;
  readonly status?: number;
  /** The claim or attribute that is wrong. */
  readonly about?: string;
};

type Step = "discovery" | "return" | "tokens" | "userinfo" | "person";

/** Problems that only an admin can fix. */
const ADMIN_PROBLEMS: ReadonlySet<OpenIdProblem> = new Set([
  "unreachable",
  "misconfigured",
  "no_email",
  "confirmation_missing",
]);

/** The error codes of RFC 6749 and OpenID Connect. Any other may be text that someone put into a URL, so it isn't logged. */
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

/** Logs a failure and returns its problem. */
export function reportFailure(step: Step, failure: Failure): { readonly problem: OpenIdProblem } {
  log()[ADMIN_PROBLEMS.has(failure.problem) ? "warn" : "info"]({ step, ...failure }, "single sign-on failed");
  return { problem: failure.problem };
}

/** Returns the failure for an error code that the provider returned. */
export function failureOfError(error: string): Failure {
  const problem = ERROR_PROBLEMS.get(error);
  return { problem: problem ?? "misconfigured", cause: "provider_error", error: problem ? error : "other" };
}

/** Returns the failure for a fault thrown by the library or the network. */
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

/** Returns true if the provider refused our client authentication. */
export function isClientRefused(fault: unknown): boolean {
  const { error, status } = failureOf(fault);
  return error === "invalid_client" || error === "unauthorized_client" || (error === undefined && status === 401);
}

/** `fetch` throws a TypeError whose cause is the network error; the library's own have no cause. */
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

/** Returns the first value of that name in a chain of causes, if it has the wanted type. */
function find<T>(chain: readonly object[], name: string, isWanted: (value: unknown) => value is T): T | undefined {
  return chain.map((one) => Reflect.get(one, name) as unknown).find(isWanted);
}

/** Lets only claim names through, which are the library's own words and so safe to log. */
function isName(value: unknown): value is string {
  return typeof value === "string" && /^[a-z_]{1,30}$/.test(value);
}
