import { environment } from "@/env";
import { methodNotAllowed } from "@/server/http/answer";
import { frontDoor } from "@/server/intake/front-door";
import { receiveDelivery } from "@/server/intake/receive";
import { refuseHere } from "@/server/intake/refuse";

export const dynamic = "force-dynamic";

/** The front door: OFAuth posts its events here, unless they have a port of their own (RELINK_WEBHOOK_PORT). */
export function POST(request: Request): Promise<Response> | Response {
  const { webhookPort } = environment();
  return webhookPort === null ? receiveDelivery(request, frontDoor()) : refuseHere(webhookPort);
}

const wrongMethod = methodNotAllowed("POST");
export const GET = wrongMethod;
export const HEAD = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
export const OPTIONS = wrongMethod;
