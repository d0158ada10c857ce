import type { CASE_ATTENTIONS } from "@/domain/attention";
import { needsLook, rankOf } from "@/domain/outreach";
import type { LinkProgress } from "@/domain/reconnect-step";
import { type Bitmap, emptyBitmap, hasKey, putKey } from "./bitmap";
import { type KeyOrder, newKeyOrder, noteMoved, tidyOrder } from "./key-order";
import { type NumberColumn, numberAt, putNumber } from "./number-column";
import type { SqliteDatabase } from "./open";
import { putOnly } from "./value-sets";

/** The newest case of each connection, in memory: what the queue filters, counts and sorts by. Part of the facet index. */
export type CaseIndex = {
  /** Those that have a case, open or closed. */
  readonly all: Bitmap;
  readonly open: Bitmap;
  readonly ended: ReadonlyMap<"reconnected" | "disconnected" | "dismissed", Bitmap>;
  readonly contacted: Bitmap;
  readonly blocked: Bitmap;
  readonly snoozed: Bitmap;
  readonly snoozedUntil: NumberColumn;
  readonly openedAt: NumberColumn;
  /** By whose it is; `NOBODY` where it is nobody's. */
  readonly owner: ReadonlyMap<string, Bitmap>;
  readonly link: ReadonlyMap<LinkProgress, Bitmap>;
  readonly rank: KeyOrder;
  /** Open ones whose user has several open ones, and a number that those have in common. */
  readonly shared: Bitmap;
  readonly group: NumberColumn;
};

export type CaseAttention = (typeof CASE_ATTENTIONS)[number];

export const NOBODY = "nobody";

type Row = {
  readonly key: number;
  readonly user: string | null;
  readonly openedAt: number;
  readonly end: "reconnected" | "disconnected" | null;
  readonly dismissedAt: number | null;
  readonly snoozedUntil: number | null;
  readonly contacts: number;
  readonly contactedAt: number | null;
  readonly assignee: number | null;
  readonly link: LinkProgress | null;
  readonly linkAt: number | null;
  readonly linkDetail: string | null;
  readonly isRelapse: number;
  readonly isAnotherAccount: number;
  readonly isAccepted: number;
  readonly permissions: number | null;
  readonly isBlocked: number;
};

const SELECT = `
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

export function caseIndexer(db: SqliteDatabase) {
  const client = db.$client;
  const readRow = client.prepare<[number], Row>(`${SELECT} where c.connection_key = ? order by c.round desc limit 1`);
  const readSlice = client.prepare<[number, number], Row>(
    `${SELECT} where c.connection_key > ? and c.connection_key <= ? and ${IS_NEWEST}`,
  );
  const readOpenOfUser = client
    .prepare<[string, string], number>(
      `select k.key from connections k indexed by connections_by_user join cases c on c.connection_key = k.key
       where k.user_sort_key = ? and k.user = ? and c."end" is null and c.dismissed_at is null order by k.key`,
    )
    .pluck();

  const all = emptyBitmap();
  const open = emptyBitmap();
  const ended = new Map<"reconnected" | "disconnected" | "dismissed", Bitmap>([
    ["reconnected", emptyBitmap()],
    ["disconnected", emptyBitmap()],
    ["dismissed", emptyBitmap()],
  ]);
  const contacted = emptyBitmap();
  const blocked = emptyBitmap();
  const snoozed = emptyBitmap();
  const snoozedUntil: NumberColumn = [];
  const openedAt: NumberColumn = [];
  const owner = new Map<string, Bitmap>();
  const link = new Map<LinkProgress, Bitmap>();
  const rank = newKeyOrder([]);
  const shared = emptyBitmap();
  const group: NumberColumn = [];
  const userOfShared = new Map<number, string>();
  const touchedUsers = new Set<string>();

  function put(row: Row): CaseAttention[] {
    const { key, user, end } = row;
    const isNew = !hasKey(all, key);
    const isOpen = end === null && row.dismissedAt === null;
    const ending = isOpen ? null : (end ?? "dismissed");
    putKey(all, key, true);
    putKey(open, key, isOpen);
    for (const [word, keys] of ended) putKey(keys, key, word === ending);
    putKey(contacted, key, row.contacts > 0);
    putKey(blocked, key, row.isBlocked === 1);
    putKey(snoozed, key, isOpen && row.snoozedUntil !== null);
    putNumber(snoozedUntil, key, row.snoozedUntil ?? 0);
    putNumber(openedAt, key, row.openedAt);
    putOnly(owner, [row.assignee === null ? NOBODY : String(row.assignee)], key);
    putOnly(link, row.link === null ? [] : [row.link], key);
    const place = rankOf({ ...row, isRelapse: row.isRelapse === 1 }, row.permissions ?? 0);
    if (isNew || numberAt(rank.column, key) !== place) {
      putNumber(rank.column, key, place);
      noteMoved(rank, key);
    }
    noteUser(key, isOpen ? user : null);
    const attentions: CaseAttention[] = isOpen && row.isRelapse === 1 ? ["relapsed"] : [];
    return needsLook(toLook(row)) ? [...attentions, "another_account"] : attentions;
  }

  /** Of whose open cases this is one, or is one no more: who has several is found out when all is written. */
  function noteUser(key: number, user: string | null): void {
    const before = userOfShared.get(key);
    if (before !== undefined && before !== user) {
      putKey(shared, key, false);
      userOfShared.delete(key);
      touchedUsers.add(before);
    }
    if (user !== null) touchedUsers.add(user);
  }

  function remove(key: number): void {
    if (!hasKey(all, key)) return;
    for (const keys of [all, open, contacted, blocked, snoozed, ...ended.values()]) putKey(keys, key, false);
    putOnly(owner, [], key);
    putOnly(link, [], key);
    noteMoved(rank, key);
    noteUser(key, null);
  }

  function shareOut(user: string): void {
    const keys = readOpenOfUser.all(user, user);
    for (const key of keys) {
      putKey(shared, key, keys.length > 1);
      putNumber(group, key, keys[0] ?? key);
      if (keys.length > 1) userOfShared.set(key, user);
      else userOfShared.delete(key);
    }
  }

  const index: CaseIndex = {
    ...{ all, open, ended, contacted, blocked, snoozed, snoozedUntil, openedAt, owner, link, rank, shared, group },
  };
  return {
    index,
    /** Takes in the newest case of a connection; answers what of it is worth a look. */
    write: (key: number): CaseAttention[] => {
      const row = readRow.get(key);
      if (row) return put(row);
      remove(key);
      return [];
    },
    remove,
    /** To be called when all that was touched is written. */
    settle: (): void => {
      for (const user of touchedUsers) shareOut(user);
      touchedUsers.clear();
      tidyOrder(rank, all);
    },
    /** The rows of the connections after one key and up to another, for filling the index. */
    readSlice: (after: number, last: number): ReadonlyMap<number, Row> =>
      new Map(readSlice.all(after, Math.min(last, Number.MAX_SAFE_INTEGER)).map((row) => [row.key, row])),
    put,
  };
}

function toLook(row: Row): Parameters<typeof needsLook>[0] {
  const { end, dismissedAt, contactedAt, link, linkAt, linkDetail } = row;
  return {
    isAnotherAccount: row.isAnotherAccount === 1,
    isAccepted: row.isAccepted === 1,
    end,
    dismissedAt,
    lastContact: contactedAt === null ? null : { at: contactedAt, channel: "other", template: null },
    link: link && { progress: link, detail: linkDetail ?? "", at: linkAt ?? 0 },
  };
}
