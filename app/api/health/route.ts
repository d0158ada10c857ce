import { methodNotAllowed } from "@/server/http/answer";
import { answerHealth } from "@/server/operations/checks";

export const dynamic = "force-dynamic";

/** Whether everything works that this deployment can do as it is set up: without a secret it says so, and is well. */
export function GET(): Promise<Response> {
  return answerHealth({ isSecretNeeded: false });
}

const wrongMethod = methodNotAllowed("GET");
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
