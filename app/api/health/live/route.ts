import { answer, methodNotAllowed } from "@/server/http/answer";

export const dynamic = "force-dynamic";

/** Reports that the process responds, for orchestrators, which restart it otherwise. Independent of disk and database. */
export function GET(): Response {
  return answer(200, { status: "live" });
}

const wrongMethod = methodNotAllowed("GET");
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
