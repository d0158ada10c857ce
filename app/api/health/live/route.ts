import { answer, methodNotAllowed } from "@/server/http/answer";

export const dynamic = "force-dynamic";

/** Whether the process answers at all: for orchestrators, which start it again otherwise. No disk or database can fail it. */
export function GET(): Response {
  return answer(200, { status: "live" });
}

const wrongMethod = methodNotAllowed("GET");
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
