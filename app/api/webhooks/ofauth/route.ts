import { methodNotAllowed } from "@/server/http/answer";
import { takeDelivery } from "@/server/intake/take-delivery";

export const dynamic = "force-dynamic";

/** The front door: OFAuth posts its events here. Once the process is ready they are answered ahead of the framework (server/http/ahead.ts), and none comes here. */
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
