import { methodNotAllowed } from "@/server/http/answer";
import { takeDelivery } from "@/server/intake/take-delivery";

export const dynamic = "force-dynamic";

/** The endpoint to which OFAuth posts its events. Once the process is ready, server/http/ahead.ts answers them before they arrive here. */
export function POST(request: Request): Promise<Response> {
  return takeDelivery(request);
}

const wrongMethod = methodNotAllowed("POST");
export const GET = wrongMethod;
export const HEAD = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
export const OPTIONS = wrongMethod;
