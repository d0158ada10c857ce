/** Every error of our HTTP interface has this form: a stable code for programs, a sentence for people. */
export type ApiError = { readonly error: string; readonly message: string };

/** A JSON answer that no cache keeps. */
export function answer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
}

export function answerError(status: number, error: ApiError, headers?: Readonly<Record<string, string>>): Response {
  return answer(status, error, headers);
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
