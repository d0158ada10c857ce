import { methodNotAllowed } from "@/server/http/answer";
import { answerHealth } from "@/server/operations/checks";

export const dynamic = "force-dynamic";

/** Reports whether everything works that is configured. A missing secret is reported, and counts as healthy. */
export function GET(): Promise<Response> {
  return answerHealth({ isSecretNeeded: false });
}

const wrongMethod = methodNotAllowed("GET");
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
