import type { QueryProblem } from "@/domain/values/query/query-problems";

/** Every error of our HTTP interface has this form: a stable code for programs, a sentence for people. */
export type ApiError = {
  readonly error: string;
  readonly message: string;
  /** The parameter that is wrong, where it is one. */
  readonly parameter?: string;
};

/** A JSON answer that no cache keeps. */
export function answer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
}

export function answerError(status: number, error: ApiError, headers?: Readonly<Record<string, string>>): Response {
  return answer(status, error, headers);
}

/** Refuses a query that is not understood as a whole, rather than answering with more than was asked for; null if it is. */
export function answerProblems(problems: readonly QueryProblem[]): Response | null {
  const [first] = problems;
  if (!first) return null;
  const message = problems.map((one) => `${one.parameter}: ${one.message}`).join(" ");
  return answerError(400, { error: "bad_request", parameter: first.parameter, message });
}

/** For what is asked for too often at once. */
export function answerBusy(): Response {
  const message = "Several exports are being read already. Try again when one of them has ended.";
  return answerError(429, { error: "busy", message }, { "retry-after": "30" });
}

/** Handlers for the methods that an address does not take. */
export function methodNotAllowed(allowed: "GET" | "POST"): () => Response {
  const message = `Use ${allowed} here.`;
  return () => answerError(405, { error: "method_not_allowed", message }, { allow: allowed });
}
