import { and, asc, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { FacetIndex } from "@/db/index/facet-index";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { toConnection } from "@/db/sqlite/schema/rows";
import { connectionIds, connections, signsOfLife } from "@/db/sqlite/schema/schema";
import type { Store } from "@/db/store";
import type { Connection } from "@/domain/connection/connection";
import { TEST_CONNECTION_RANGE } from "@/domain/intake/test-connection";
import { connectionSearch } from "./connection-search";

/** More connections of one account add no information. */
const SAME_ACCOUNT_MAX = 20;

/** Queries of the connections table and of its details headers. */
export function connectionQueries(
  db: SqliteDatabase,
  index: FacetIndex,
): ReturnType<typeof connectionSearch> & Store["connections"] {
  return {
    ...connectionSearch(db, index),
    find: async (connectionId) => readConnections(db, eq(connectionIds.id, connectionId))[0] ?? null,
    findSignOfLife: async (connectionId) =>
      db
        .select({ lastAt: signsOfLife.lastAt, deliveries: signsOfLife.deliveries })
        .from(signsOfLife)
        .innerJoin(connectionIds, eq(connectionIds.key, signsOfLife.connectionKey))
        .where(eq(connectionIds.id, connectionId))
        .get() ?? null,
    listTests: async () => {
      const [from, until] = TEST_CONNECTION_RANGE;
      return readConnections(db, and(gte(connectionIds.id, from), lt(connectionIds.id, until)));
    },
    listOfSameAccount: async (connectionId) => listOfSameAccount(db, connectionId),
    listOfUser: async (user) => listOfUser(db, user),
  };
}

function listOfSameAccount(db: SqliteDatabase, connectionId: string): Connection[] {
  const [own] = readConnections(db, eq(connectionIds.id, connectionId));
  const accountId = own?.account.id;
  if (!own || !accountId) return [];
  const inUse = readConnections(
    db,
    and(eq(connections.accountId, accountId), sql`is_disconnected = 0`),
    SAME_ACCOUNT_MAX,
  );
  const ofUser = own.user === null ? [] : listOfUser(db, own.user);
  const gone = ofUser.filter((one) => one.isDisconnected && one.account.id === accountId);
  return [...inUse, ...gone].filter((one) => one.id !== connectionId);
}

function listOfUser(db: SqliteDatabase, user: string): Connection[] {
  return readConnections(db, and(eq(connections.userSortKey, user), eq(connections.user, user)));
}

function readConnections(db: SqliteDatabase, condition: SQL | undefined, limit = -1): Connection[] {
  const rows = db
    .select()
    .from(connections)
    .innerJoin(connectionIds, eq(connectionIds.key, connections.key))
    .where(condition)
    .orderBy(desc(connections.lastEventAt), asc(connections.key))
    .limit(limit)
    .all();
  return rows.map((row) => toConnection(row.connection_ids.id, row.connections));
}
