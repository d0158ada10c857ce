import { personIdOf } from "@/domain/access/audit";
import { problemsOfNoQuery } from "@/domain/values/query/query-problems";
import { guarded } from "@/server/access/guarded";
import { answer, answerError, methodNotAllowed } from "@/server/http/answer";
import { countedViews } from "@/server/lists/counted-views";
import { faultName } from "@/server/process/faults";
import { log } from "@/server/process/log";

export const dynamic = "force-dynamic";

/** Returns the saved views, with the number of connections that each shows now. */
export const GET = guarded("read", problemsOfNoQuery, async (_request, { store, author }) => {
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
