import type { QueryProblem } from "@/domain/values/query/query-problems";

/** An error of the HTTP API: a stable code for programs, a sentence for people. */
export type ApiError = {
  readonly error: string;
  readonly message: string;
  /** The invalid parameter, if there is one. */
  readonly parameter?: string;
};

/** Returns a JSON response that no cache keeps. */
export function answer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
}

export function answerError(status: number, error: ApiError, headers?: Readonly<Record<string, string>>): Response {
  return answer(status, error, headers);
}

/**
 * Returns a 400 that lists the problems of a query, or null if there are none. A bad query is refused because ignoring a filter
 * would return more than was asked for.
 */
export function answerProblems(problems: readonly QueryProblem[]): Response | null {
  const [first] = problems;
  if (!first) return null;
  const message = problems.map((one) => `${one.parameter}: ${one.message}`).join(" ");
  return answerError(400, { error: "bad_request", parameter: first.parameter, message });
}

/** Returns a 429, for when too many exports are running. */
export function answerBusy(): Response {
  const message = "Several exports are being read already. Try again when one of them has ended.";
  return answerError(429, { error: "busy", message }, { "retry-after": "30" });
}

/** Returns a handler for the methods that a path doesn't support. */
export function methodNotAllowed(allowed: "GET" | "POST"): () => Response {
  const message = `Use ${allowed} here.`;
  return () => answerError(405, { error: "method_not_allowed", message }, { allow: allowed });
}
