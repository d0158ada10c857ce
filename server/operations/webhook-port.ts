import type { Environment } from "@/env";
import { answer, answerError, methodNotAllowed } from "@/server/http/answer";
import { type Handle, type Listener, listen } from "@/server/http/listener";
import { frontDoor } from "@/server/intake/front-door";
import { WEBHOOK_PATH } from "@/server/intake/path";
import { receiveDelivery } from "@/server/intake/receive";
import { onStopping } from "@/server/process/lifecycle";
import { tracedRequest } from "@/telemetry/spans";
import { answerHealth } from "./checks";

const HEALTH = "/api/health";
const wrongMethod = {
  get: methodNotAllowed("GET"),
  post: methodNotAllowed("POST"),
};

/**
 * Opens the port for deliveries only. It receives them as the route handler does, and also answers health checks. Returns null if
 * RELINK_WEBHOOK_PORT isn't set. Throws with a sentence if the port can't be opened.
 */
export async function openWebhookPort({ host, webhookPort }: Environment): Promise<Listener | null> {
  if (webhookPort === null) return null;
  try {
    const listener = await listen({ host, port: webhookPort }, handle);
    // Requests under way still get their response; the process ends when the last connection closes.
    onStopping(listener.close);
    return listener;
  } catch (fault) {
    const why =
      fault instanceof Error && "code" in fault && fault.code === "EADDRINUSE" ? "is taken" : "can't be opened";
    throw new Error(`Port ${webhookPort} on ${host} ${why}. Set another RELINK_WEBHOOK_PORT, or end what uses it.`, {
      cause: fault,
    });
  }
}

const handle: Handle = async (method, path, incoming) => {
  if (path === WEBHOOK_PATH) {
    if (method !== "POST") return wrongMethod.post();
    return tracedRequest("POST", WEBHOOK_PATH, () => receiveDelivery(incoming, frontDoor()));
  }
  if (path === HEALTH || path === `${HEALTH}/ready` || path === `${HEALTH}/live`) {
    if (method !== "GET" && method !== "HEAD") return wrongMethod.get();
    if (path === `${HEALTH}/live`) return answer(200, { status: "live" });
    return answerHealth({ isSecretNeeded: path !== HEALTH });
  }
  return answerError(404, {
    error: "not_found",
    message: `This port takes deliveries at ${WEBHOOK_PATH}, and nothing else.`,
  });
};
