import type { CASE_ATTENTIONS } from "@/domain/connection/attention";
import { needsLook, rankOf } from "@/domain/outreach/outreach";
import type { LinkProgress } from "@/domain/outreach/reconnect-step";
import { type Bitmap, emptyBitmap, hasKey, putKey } from "./bitmap";
import type { CaseRows, IndexedCase } from "./indexed-rows";
import { type KeyOrder, newKeyOrder, noteMoved, tidyOrder } from "./key-order";
import { type NumberColumn, numberAt, putNumber } from "./number-column";
import { putOnly } from "./value-sets";

/** The newest case of each connection, in memory: what the queue filters, counts and sorts by. Part of the facet index. */
export type CaseIndex = {
  /** Connections with a case, open or closed. */
  readonly all: Bitmap;
  readonly open: Bitmap;
  readonly ended: ReadonlyMap<"reconnected" | "disconnected" | "dismissed", Bitmap>;
  readonly contacted: Bitmap;
  readonly blocked: Bitmap;
  readonly snoozed: Bitmap;
  readonly snoozedUntil: NumberColumn;
  readonly openedAt: NumberColumn;
  /** By the person's id; `NOBODY` if unassigned. */
  readonly owner: ReadonlyMap<string, Bitmap>;
  readonly link: ReadonlyMap<LinkProgress, Bitmap>;
  readonly rank: KeyOrder;
  /** Open cases of users with several open ones. `group` holds a number that a user's cases share. */
  readonly shared: Bitmap;
  readonly group: NumberColumn;
};

export type CaseAttention = (typeof CASE_ATTENTIONS)[number];

export const NOBODY = "nobody";

/** Keeps the newest case of each connection; `facetIndex` feeds it. */
export function caseIndexer(rows: CaseRows) {
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

  function put(row: IndexedCase): CaseAttention[] {
    const { key, user, end } = row;
    const isNew = !hasKey(all, key);
    const isOpen = end === null && row.dismissedAt === null;
    const ending = isOpen ? null : (end ?? "dismissed");
    putKey(all, key, true);
    putKey(open, key, isOpen);
    for (const [word, keys] of ended) putKey(keys, key, word === ending);
    putKey(contacted, key, row.contacts > 0);
    putKey(blocked, key, row.isBlocked);
    putKey(snoozed, key, isOpen && row.snoozedUntil !== null);
    putNumber(snoozedUntil, key, row.snoozedUntil ?? 0);
    putNumber(openedAt, key, row.openedAt);
    putOnly(owner, [row.assignee === null ? NOBODY : String(row.assignee)], key);
    putOnly(link, row.link === null ? [] : [row.link], key);
    const place = rankOf(row, row.permissions ?? 0);
    if (isNew || numberAt(rank.column, key) !== place) {
      putNumber(rank.column, key, place);
      noteMoved(rank, key);
    }
    noteUser(key, isOpen ? user : null);
    const attentions: CaseAttention[] = isOpen && row.isRelapse ? ["relapsed"] : [];
    return needsLook(toLook(row)) ? [...attentions, "another_account"] : attentions;
  }

  /** Records the user of an open case, or that it is no longer open. `refresh` then finds out who has several. */
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
    const keys = rows.listOpenKeysOfUser(user);
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
    /** Indexes the newest case of a connection. Returns the reasons to look at it. */
    write: (key: number): CaseAttention[] => {
      const row = rows.find(key);
      if (row) return put(row);
      remove(key);
      return [];
    },
    remove,
    /** Call this once everything that was touched is written. */
    refresh: (): void => {
      for (const user of touchedUsers) shareOut(user);
      touchedUsers.clear();
      tidyOrder(rank, all);
    },
    /** Returns the newest cases of the connections with keys in (after, last], to fill the index. */
    readSlice: (after: number, last: number): ReadonlyMap<number, IndexedCase> =>
      new Map(rows.listBetween(after, last).map((row) => [row.key, row])),
    put,
  };
}

function toLook(row: IndexedCase): Parameters<typeof needsLook>[0] {
  const { end, dismissedAt, contactedAt, link, linkAt, linkDetail } = row;
  return {
    isAnotherAccount: row.isAnotherAccount,
    isAccepted: row.isAccepted,
    end,
    dismissedAt,
    lastContact: contactedAt === null ? null : { at: contactedAt, channel: "other", template: null },
    link: link && { progress: link, detail: linkDetail ?? "", at: linkAt ?? 0 },
  };
}
