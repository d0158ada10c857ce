/** Every error of our HTTP interface has this form: a stable code for programs, a sentence for people. */
export type ApiError = { readonly error: string; readonly message: string };

/** A JSON answer that no cache keeps. */
export function answer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
}

export function answerError(status: number, error: ApiError, headers?: Readonly<Record<string, string>>): Response {
  return answer(status, error, headers);
}

/** Handlers for the methods that an address does not take. */
export function methodNotAllowed(allowed: "GET" | "POST"): () => Response {
  const message = `Use ${allowed} here.`;
  return () => answerError(405, { error: "method_not_allowed", message }, { allow: allowed });
}
