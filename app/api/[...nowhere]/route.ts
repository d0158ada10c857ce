import { answerError } from "@/server/http/answer";

/** Returns an error for programs, instead of a page, for any other path below `/api/`. */
function nothingHere(): Response {
  return answerError(404, { error: "no_such_address", message: "There is nothing at this address." });
}

export const GET = nothingHere;
export const POST = nothingHere;
export const PUT = nothingHere;
export const PATCH = nothingHere;
export const DELETE = nothingHere;
