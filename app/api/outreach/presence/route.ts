import { z } from "zod";
import { clock } from "@/clock";
import { personIdOf } from "@/domain/access/audit";
import { text } from "@/domain/values/query/query-field";
import { problemsOf } from "@/domain/values/query/query-problems";
import { guarded } from "@/server/access/guarded";
import { answer, answerError, methodNotAllowed } from "@/server/http/answer";
import { whoElse } from "@/server/outreach/presence";

export const dynamic = "force-dynamic";

const ID_LENGTH_MAX = 300;
const idSchema = z.string().min(1).max(ID_LENGTH_MAX);
const findProblems = (query: URLSearchParams) => problemsOf({ id: text(ID_LENGTH_MAX) }, query);

/** Returns who else has the case open, and records for a while that the caller has it open too. */
export const GET = guarded("work_on_cases", findProblems, async (request, { store, author }) => {
  const id = idSchema.safeParse(new URL(request.url).searchParams.get("id"));
  if (!id.success) return answerError(400, { error: "bad_request", message: "Say which case: ?id=conn_…" });
  const names = new Map((await store.people.list()).map((person) => [person.id, person.name || person.email]));
  const others = whoElse(id.data, personIdOf(author), clock.now());
  return answer(200, { others: others.flatMap((person) => names.get(person) ?? []) });
});

const wrongMethod = methodNotAllowed("GET");
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
