import { takeDelivery } from "@/server/intake/take-delivery";

/** The front door as it would be behind the framework. In builds for measuring only. */
export function POST(request: Request): Promise<Response> {
  return takeDelivery(request);
}
