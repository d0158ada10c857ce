import { clock } from "@/clock";
import { type Attention, attentionsOf } from "@/domain/connection/attention";
import { type Bitmap, CHUNK_KEYS, emptyBitmap, hasKey, putKey } from "./bitmap";
import { type CaseIndex, caseIndexer } from "./case-index";
import type { CaseRows, ConnectionRows, IndexedConnection } from "./indexed-rows";
import { type KeyOrder, newKeyOrder, noteMoved, tidyOrder } from "./key-order";
import { type NumberColumn, numberAt, putNumber } from "./number-column";
import { prefixOf } from "./text-prefix";
import { putOnly, putValue } from "./value-sets";

export type NumberSort = "last_event" | "status_since" | "expiries" | "created";

/**
 * The in-memory index behind the table's filters, counts and sorting: a bitmap for each value and a number for each key. Unlike a
 * file index it costs an event no write, and it also counts how many connections would match each other value. Some 80 bytes per
 * connection (six numbers, its place in four orders, a bit for each value), and 40 for its case. Derived from `connections`, read
 * at startup and after each commit.
 */
export type FacetIndex = {
  readonly all: Bitmap;
  readonly status: ReadonlyMap<string, Bitmap>;
  readonly environment: ReadonlyMap<string, Bitmap>;
  readonly permission: ReadonlyMap<string, Bitmap>;
  /** Connections whose permissions an event has listed. */
  readonly permissionsTold: Bitmap;
  readonly attention: ReadonlyMap<Attention, Bitmap>;
  readonly withoutUser: Bitmap;
  /** Connections that are down. `downSince` holds since when. */
  readonly down: Bitmap;
  readonly downSince: NumberColumn;
  readonly orders: Readonly<Record<NumberSort, KeyOrder>>;
  /** The beginning of each name, as a number that sorts like names (`prefixOf`). */
  readonly namePrefix: NumberColumn;
  readonly cases: CaseIndex;
  /** Resolves once the file has been read. Recent writes of another process may be missing for some seconds. */
  readonly whenReady: () => Promise<void>;
  /** Returns true if it can answer without reading the file first. */
  readonly isReady: () => boolean;
  /** Marks a connection as written, inside the transaction, with the accounts it had and has if that changes. */
  readonly touch: (key: number, accountIds: readonly (string | null)[]) => void;
  /** Indexes what was touched. Call it after the transaction, however it ended. */
  readonly refresh: () => void;
};

/** Read in one turn of the event loop while the index is filled: some 10 ms, during which no delivery is processed. */
const SLICE_ROWS = 4_000;
/** While another process writes, the index is reloaded at most this often. */
const RELOAD_PAUSE_MS = 5_000;
const RELOAD_WAIT_MS = 100;
/** An account in more connections than this belongs to a test, not to a person. */
const SHARING_MAX = 1_000;
const ACCOUNTS_AT_ONCE = 500;

export function facetIndex(connections: ConnectionRows, caseRows: CaseRows): FacetIndex {
  const all = emptyBitmap();
  const status = new Map<string, Bitmap>();
  const environment = new Map<string, Bitmap>();
  const permission = new Map<string, Bitmap>();
  const permissionsTold = emptyBitmap();
  const attention = new Map<Attention, Bitmap>();
  const withoutUser = emptyBitmap();
  const down = emptyBitmap();
  const downSince: NumberColumn = [];
  const orders: Record<NumberSort, KeyOrder> = {
    last_event: newKeyOrder([]),
    status_since: newKeyOrder([]),
    expiries: newKeyOrder([]),
    created: newKeyOrder([]),
  };
  const namePrefix: NumberColumn = [];
  const cases = caseIndexer(caseRows);
  const touchedKeys = new Set<number>();
  const keysOfTouchedAccounts = new Set<number>();
  const touchedAccounts = new Set<string>();
  let loading: Promise<void> | null = null;
  let loadedVersion: unknown = null;
  let loadedAt = Number.NEGATIVE_INFINITY;

  function write(row: IndexedConnection, caseAttentions: readonly Attention[]): void {
    const { key, permissions, downSince: downAt } = row;
    const isNew = !hasKey(all, key);
    putKey(all, key, true);
    putOnly(status, [row.status], key);
    putOnly(environment, [row.environment], key);
    putOnly(permission, permissions ?? [], key);
    putKey(permissionsTold, key, permissions !== null);
    const isShared = hasKey(attention.get("shared_account") ?? NONE, key);
    const shared = isShared ? (["shared_account"] as const) : [];
    putOnly(attention, [...attentionsOf(row), ...caseAttentions, ...shared], key);
    putKey(withoutUser, key, !row.hasUser);
    putKey(down, key, downAt !== null);
    putNumber(downSince, key, downAt ?? 0);
    putNumber(namePrefix, key, prefixOf(row.nameSortKey));
    move(orders.last_event, key, row.lastEventAt, isNew);
    move(orders.status_since, key, row.statusSince, isNew);
    move(orders.expiries, key, row.expiries, isNew);
    move(orders.created, key, row.firstEventAt, isNew);
  }

  function remove(key: number): void {
    for (const map of [status, environment, permission, attention]) putOnly<string>(map, [], key);
    for (const bitmap of [all, permissionsTold, withoutUser, down]) putKey(bitmap, key, false);
    for (const order of Object.values(orders)) noteMoved(order, key);
    cases.remove(key);
  }

  function markSharing(accountId: string): void {
    const keys = connections.listKeysOfAccount(accountId, SHARING_MAX);
    for (const key of keys) putValue(attention, "shared_account", key, keys.length > 1);
  }

  function refresh(): void {
    for (const key of touchedKeys) {
      const row = connections.find(key);
      if (row) write(row, cases.write(key));
      else if (hasKey(all, key)) remove(key);
    }
    for (const key of keysOfTouchedAccounts) putValue(attention, "shared_account", key, false);
    for (const accountId of touchedAccounts) markSharing(accountId);
    cases.refresh();
    forget();
    for (const order of Object.values(orders)) tidyOrder(order, all);
  }

  function forget(): void {
    touchedKeys.clear();
    keysOfTouchedAccounts.clear();
    touchedAccounts.clear();
  }

  /**
   * Settles, or forgets the index, which is then reloaded as a whole: before the first query, or if the file can't be read now.
   * What was committed stays committed, so a fault in here must not reach the committer.
   */
  function refreshOrForget(): void {
    if (loadedVersion === null) {
      forget();
      return;
    }
    try {
      refresh();
    } catch {
      forget();
      loadedVersion = null;
      loadedAt = Number.NEGATIVE_INFINITY;
    }
  }

  /** Reads the file in slices, so that deliveries continue. What they change meanwhile is settled as usual. */
  async function load(): Promise<void> {
    loadedVersion = connections.version();
    for (let after = 0; ; ) {
      const rows = connections.listAfter(after, SLICE_ROWS);
      const last = rows.length < SLICE_ROWS ? Number.POSITIVE_INFINITY : (rows.at(-1)?.key ?? after);
      removeAllBut(rows, after, last);
      const newestCases = cases.readSlice(after, last);
      for (const row of rows) {
        const newest = newestCases.get(row.key);
        if (!newest) cases.remove(row.key);
        write(row, newest ? cases.put(newest) : []);
      }
      cases.refresh();
      if (last === Number.POSITIVE_INFINITY) break;
      after = last;
      await nextTurn();
    }
    for (const order of Object.values(orders)) {
      tidyOrder(order, all);
      await nextTurn();
    }
    await loadSharing();
    loadedAt = performance.now();
  }

  /** Removes entries that are no longer in the file. */
  function removeAllBut(rows: readonly IndexedConnection[], after: number, last: number): void {
    const kept = new Set(rows.map(({ key }) => key));
    const end = Math.min(last, all.chunks.length * CHUNK_KEYS);
    for (let key = after + 1; key <= end; key++) if (hasKey(all, key) && !kept.has(key)) remove(key);
  }

  async function loadSharing(): Promise<void> {
    attention.delete("shared_account");
    for (let after = ""; ; ) {
      const shared = connections.listSharedAccountsAfter(after, ACCOUNTS_AT_ONCE);
      for (const accountId of shared) markSharing(accountId);
      const last = shared.at(-1);
      if (last === undefined) return;
      after = last;
      await nextTurn();
    }
  }

  async function whenReady(): Promise<void> {
    const isFirst = loadedVersion === null || (loading !== null && loadedAt < 0);
    const isOutdated = connections.version() !== loadedVersion && performance.now() - loadedAt > RELOAD_PAUSE_MS;
    if (isOutdated) {
      loading ??= load()
        .catch((cause) => {
          loadedVersion = null;
          throw cause;
        })
        .finally(() => {
          loading = null;
        });
    }
    // Recent writes of another process may be missing for some seconds; nobody waits longer for them.
    if (isFirst) await loading;
    else if (loading) await Promise.race([loading, clock.pause(RELOAD_WAIT_MS)]);
  }

  return {
    all,
    status,
    environment,
    permission,
    permissionsTold,
    attention,
    withoutUser,
    down,
    downSince,
    orders,
    namePrefix,
    cases: cases.index,
    whenReady,
    isReady: () => loadedAt >= 0,
    touch: (key, accountIds) => {
      touchedKeys.add(key);
      if (accountIds.length > 0) keysOfTouchedAccounts.add(key);
      for (const accountId of accountIds) if (accountId !== null) touchedAccounts.add(accountId);
    },
    refresh: refreshOrForget,
  };
}

const NONE = emptyBitmap();

function move(order: KeyOrder, key: number, value: number, isNew: boolean): void {
  if (!isNew && numberAt(order.column, key) === value) return;
  putNumber(order.column, key, value);
  noteMoved(order, key);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
