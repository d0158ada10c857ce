import { guarded } from "@/app/access/guarded";
import { answer, answerError, methodNotAllowed } from "@/app/api/answer";
import { countedViews } from "@/app/counted-views";
import { personIdOf } from "@/domain/audit";
import { problemsOfNoQuery } from "@/domain/query-problems";
import { faultName } from "@/server/faults";
import { log } from "@/server/log";

export const dynamic = "force-dynamic";

/** The saved views, and how many connections each shows now. */
export const GET = guarded("viewer", problemsOfNoQuery, async (_request, { store, author }) => {
  try {
    return answer(200, { views: await countedViews(store, personIdOf(author)) });
  } catch (fault) {
    log().error({ fault: faultName(fault) }, "views");
    return answerError(503, { error: "database_unavailable", message: "The database does not answer; see the log." });
  }
});

const wrongMethod = methodNotAllowed("GET");
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
