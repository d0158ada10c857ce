import type { CaseRows, ConnectionRows, IndexedCase, IndexedConnection } from "@/db/index/indexed-rows";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { parseList } from "@/db/sqlite/schema/rows";

type ConnectionRow = Omit<IndexedConnection, "hasUser" | "permissions" | "lostPermissions"> & {
  readonly hasUser: number;
  readonly permissions: string | null;
  readonly lostPermissions: string;
};

type CaseRow = Omit<IndexedCase, "isRelapse" | "isAnotherAccount" | "isAccepted" | "isBlocked"> & {
  readonly isRelapse: number;
  readonly isAnotherAccount: number;
  readonly isAccepted: number;
  readonly isBlocked: number;
};

const CONNECTION = `
  select key, status, environment, user is not null as hasUser, permissions, lost_permissions as lostPermissions,
    anomalies, expiries, case when is_disconnected = 0 then down_since end as downSince, status_since as statusSince,
    first_event_at as firstEventAt, last_event_at as lastEventAt, name_sort_key as nameSortKey
  from connections`;

const CASE = `
  select c.connection_key as key, k.user, c.opened_at as openedAt, c."end", c.dismissed_at as dismissedAt,
    c.snoozed_until as snoozedUntil, c.contacts, c.contacted_at as contactedAt, c.assignee, c.link, c.link_at as linkAt,
    c.link_detail as linkDetail, c.is_relapse as isRelapse,
    c.is_another_account as isAnotherAccount, c.is_accepted as isAccepted,
    json_array_length(k.permissions) as permissions,
    exists (select 1 from do_not_contact d
      where d.subject in ('connection:' || i.id, 'user:' || k.user)) as isBlocked
  from cases c join connections k on k.key = c.connection_key join connection_ids i on i.key = c.connection_key`;
const IS_NEWEST =
  "not exists (select 1 from cases n where n.connection_key = c.connection_key and n.round = c.round + 1)";

/** Reads connections for the index. Raw statements, since some name the index that they need. */
export function connectionRows({ $client: client }: SqliteDatabase): ConnectionRows {
  const find = client.prepare<[number], ConnectionRow>(`${CONNECTION} where key = ?`);
  const listAfter = client.prepare<[number, number], ConnectionRow>(`${CONNECTION} where key > ? order by key limit ?`);
  const listKeysOfAccount = client
    .prepare<[string, number], number>(
      `select key from connections indexed by connections_by_account
       where account_id = ? and is_disconnected = 0 limit ?`,
    )
    .pluck();
  const listSharedAccountsAfter = client
    .prepare<[string, number], string>(
      `select account_id from connections indexed by connections_by_account
       where account_id > ? and is_disconnected = 0 group by account_id having count(*) > 1
       order by account_id limit ?`,
    )
    .pluck();
  return {
    find: (key) => toConnection(find.get(key)),
    listAfter: (key, limit) => listAfter.all(key, limit).flatMap((row) => toConnection(row) ?? []),
    listKeysOfAccount: (accountId, limit) => listKeysOfAccount.all(accountId, limit),
    listSharedAccountsAfter: (accountId, limit) => listSharedAccountsAfter.all(accountId, limit),
    // Unchanged by this process's own writes: https://sqlite.org/pragma.html#pragma_data_version
    version: () => client.pragma("data_version", { simple: true }),
  };
}

/** Reads the newest case of each connection for the index. Raw statements, since one names the index that it needs. */
export function caseRows({ $client: client }: SqliteDatabase): CaseRows {
  const find = client.prepare<[number], CaseRow>(`${CASE} where c.connection_key = ? order by c.round desc limit 1`);
  const listBetween = client.prepare<[number, number], CaseRow>(
    `${CASE} where c.connection_key > ? and c.connection_key <= ? and ${IS_NEWEST}`,
  );
  const listOpenKeysOfUser = client
    .prepare<[string, string], number>(
      `select k.key from connections k indexed by connections_by_user join cases c on c.connection_key = k.key
       where k.user_sort_key = ? and k.user = ? and c."end" is null and c.dismissed_at is null order by k.key`,
    )
    .pluck();
  return {
    find: (key) => toCase(find.get(key)),
    listBetween: (after, last) =>
      listBetween.all(after, Math.min(last, Number.MAX_SAFE_INTEGER)).flatMap((row) => toCase(row) ?? []),
    listOpenKeysOfUser: (user) => listOpenKeysOfUser.all(user, user),
  };
}

function toConnection(row: ConnectionRow | undefined): IndexedConnection | null {
  if (!row) return null;
  return {
    ...row,
    hasUser: row.hasUser === 1,
    permissions: row.permissions === null ? null : parseList(row.permissions),
    lostPermissions: parseList(row.lostPermissions),
  };
}

function toCase(row: CaseRow | undefined): IndexedCase | null {
  if (!row) return null;
  return {
    ...row,
    isRelapse: row.isRelapse === 1,
    isAnotherAccount: row.isAnotherAccount === 1,
    isAccepted: row.isAccepted === 1,
    isBlocked: row.isBlocked === 1,
  };
}
