import { clock } from "@/clock";
import type { Store } from "@/db/store";
import { type Found, NOTHING_FOUND, toFoundConnection, usersAmong } from "@/domain/connection/quick-find";
import { NO_FILTER, WHOLE_LIST } from "@/domain/lists/connection-search";
import { parseConnectionSearch } from "@/domain/lists/connection-search-url";
import { QUERY_LENGTH_MAX } from "@/domain/lists/filters";
import { searchWords } from "@/domain/lists/search-text";
import { text } from "@/domain/values/query/query-field";
import { problemsOf } from "@/domain/values/query/query-problems";
import { guarded } from "@/server/access/guarded";
import { answer, answerError, methodNotAllowed } from "@/server/http/answer";
import { faultName } from "@/server/process/faults";
import { log } from "@/server/process/log";

export const dynamic = "force-dynamic";

const CONNECTIONS_MAX = 8;
const USERS_MAX = 4;
const findProblems = (query: URLSearchParams) => problemsOf({ q: text(QUERY_LENGTH_MAX) }, query);

/** Returns the first connections that the table would show for `q`, and their users. */
export const GET = guarded("read", findProblems, async (request, { store }) => {
  const { q } = parseConnectionSearch(new URL(request.url).searchParams);
  if (searchWords(q).length === 0) return answer(200, NOTHING_FOUND);
  try {
    return answer(200, await find(store, q, clock.now()));
  } catch (fault) {
    log().error({ fault: faultName(fault) }, "find");
    return answerError(503, { error: "database_unavailable", message: "The database does not answer; see the log." });
  }
});

const wrongMethod = methodNotAllowed("GET");
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;

async function find({ connections }: Store, q: string, now: number): Promise<Found> {
  const page = await connections.search({ ...WHOLE_LIST, q, size: "25" }, now);
  const rows = page.rows.slice(0, CONNECTIONS_MAX);
  const users = usersAmong(rows).slice(0, USERS_MAX);
  const counts = users.map(async (reference) => ({
    reference,
    connections: await connections.count({ ...NO_FILTER, user: [reference] }, now),
  }));
  return { connections: rows.map(toFoundConnection), users: await Promise.all(counts) };
}
