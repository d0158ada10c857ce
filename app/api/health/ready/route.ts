import { methodNotAllowed } from "@/server/http/answer";
import { answerHealth } from "@/server/operations/checks";

export const dynamic = "force-dynamic";

/** Reports whether deliveries may be sent here, for orchestrators, which route them elsewhere otherwise. */
export function GET(): Promise<Response> {
  return answerHealth({ isSecretNeeded: true });
}

const wrongMethod = methodNotAllowed("GET");
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
