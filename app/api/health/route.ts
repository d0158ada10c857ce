import { answer, answerError, methodNotAllowed } from "@/app/api/answer";
import { getStore } from "@/db";
import { environment } from "@/env";
import { isStopping } from "@/lifecycle";

export const dynamic = "force-dynamic";

/** Whether the process runs, the database can be read, and a secret is set. A full disk shows only when something is written. */
export async function GET(): Promise<Response> {
  if (isStopping()) return answerError(503, { error: "shutting_down", message: "The server is stopping." });
  try {
    await getStore().intake.summary();
  } catch {
    return answerError(503, { error: "database_unavailable", message: "The database does not answer; see the log." });
  }
  return answer(200, { status: environment().webhookSecrets.length > 0 ? "ready" : "no_secret" });
}

const wrongMethod = methodNotAllowed("GET");
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
