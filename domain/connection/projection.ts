import { type Account, CHANGE_RULES, type ConnectionReading } from "@/domain/intake/event";
import { misdatedBy } from "@/domain/intake/event-time";
import {
  type Connection,
  type ConnectionEvent,
  type HistoryPosition,
  STATUS_ACTIVE,
  STATUS_EXPIRED,
  UNKNOWN_ACCOUNT,
} from "./connection";

/**
 * What is odd about an event, given the state before it: it came after the disconnection, its status contradicts its type, the
 * remote account changed, or its own time can't be true.
 */
export const ANOMALIES = ["after_disconnection", "status_contradicts_type", "account_changed", "misdated"] as const;
export type Anomaly = (typeof ANOMALIES)[number];

/** Statuses that only changes of their own can set. */
const STATUSES_OF_CHANGES = new Set(Object.values(CHANGE_RULES).flatMap(({ status }) => status ?? []));

/** The state that a history gives, in whatever order it is handed in; null for an empty one. */
export function foldHistory(history: readonly ConnectionEvent[]): Connection | null {
  return inOrder(history).reduce<Connection | null>(step, null);
}

/**
 * Orders a history oldest first. Events at the same instant are ordered by stage of life, since the sender's clock has whole
 * seconds; then by arrival.
 */
export function inOrder(history: readonly ConnectionEvent[]): ConnectionEvent[] {
  return [...history].sort((a, b) => comparePositions(positionOf(a), positionOf(b)));
}

/** Returns true if an event comes after every event in the state, so that one `step` is enough. */
export function isNewer(event: ConnectionEvent, current: Connection | null): boolean {
  return current === null || comparePositions(positionOf(event), current.last) > 0;
}

export function positionOf(event: ConnectionEvent): HistoryPosition {
  return { occurredAt: event.occurredAt, change: event.said.change, id: event.id };
}

export function comparePositions(a: HistoryPosition, b: HistoryPosition): number {
  return a.occurredAt - b.occurredAt || stageOf(a) - stageOf(b) || a.id - b.id;
}

/** Returns the state after one more event, which must come after all before it. A null field of the event changes nothing. */
export function step(current: Connection | null, event: ConnectionEvent): Connection {
  const anomalies = anomaliesOf(current, event);
  if (current?.isDisconnected) {
    return { ...current, anomalies: current.anomalies + anomalies.length, events: current.events + 1 };
  }
  const before = current ?? newborn(event);
  const account = mergeAccounts(before.account, event.said.account);
  const permissions = event.said.permissions ?? before.permissions;
  const change = permissionChange(before.permissions, permissions);
  const isAccountNew = !isSameAccount(before.account, account);
  const isPermissionsNew =
    before.permissions === null ? permissions !== null : change.gained.length + change.lost.length > 0;
  const user = event.said.user ?? before.user;
  const known = {
    ...before,
    user,
    account,
    permissions,
    lostPermissions: isPermissionsNew ? change.lost : before.lostPermissions,
    environment: event.said.environment === "unknown" ? before.environment : event.said.environment,
    last: positionOf(event),
    anomalies: before.anomalies + anomalies.length,
    events: before.events + 1,
    setBy: {
      ...before.setBy,
      user: user === before.user ? before.setBy.user : event.id,
      account: isAccountNew ? event.id : before.setBy.account,
      permissions: isPermissionsNew ? event.id : before.setBy.permissions,
    },
  };
  return enterStatus(known, statusAfter(current, event.said), event);
}

/** Lists what is odd about an event, given the state before it. */
export function anomaliesOf(before: Connection | null, { said, receivedAt }: ConnectionEvent): Anomaly[] {
  const anomalies: Anomaly[] = [];
  if (before?.isDisconnected) anomalies.push("after_disconnection");
  if (statusContradictsType(said)) anomalies.push("status_contradicts_type");
  const known = before?.account.id ?? null;
  if (known !== null && said.account?.id && said.account.id !== known) anomalies.push("account_changed");
  if (misdatedBy(said, receivedAt) !== 0) anomalies.push("misdated");
  return anomalies;
}

/** Returns the permissions gained and lost, each in the sender's order. */
export function permissionChange(
  before: readonly string[] | null,
  after: readonly string[] | null,
): { gained: string[]; lost: string[] } {
  const had = new Set(before ?? []);
  const has = new Set(after ?? []);
  return { gained: [...has].filter((name) => !had.has(name)), lost: [...had].filter((name) => !has.has(name)) };
}

function newborn(event: ConnectionEvent): Connection {
  return {
    id: event.said.connectionId,
    status: "",
    statusSince: event.occurredAt,
    user: null,
    account: UNKNOWN_ACCOUNT,
    permissions: null,
    lostPermissions: [],
    environment: "unknown",
    firstEventAt: event.occurredAt,
    firstActiveAt: null,
    last: positionOf(event),
    expiries: 0,
    downSince: null,
    reconnections: 0,
    isDisconnected: false,
    anomalies: 0,
    events: 0,
    setBy: { status: event.id, user: null, account: null, permissions: null },
  };
}

function enterStatus(connection: Connection, status: string, event: ConnectionEvent): Connection {
  const isDisconnected = event.said.change === "disconnected";
  if (status === connection.status) return { ...connection, isDisconnected };
  const isRecovered = status === STATUS_ACTIVE && connection.downSince !== null;
  return {
    ...connection,
    status,
    statusSince: event.occurredAt,
    firstActiveAt: connection.firstActiveAt ?? (status === STATUS_ACTIVE ? event.occurredAt : null),
    isDisconnected,
    expiries: connection.expiries + (status === STATUS_EXPIRED ? 1 : 0),
    reconnections: connection.reconnections + (isRecovered ? 1 : 0),
    downSince: downSinceAfter(connection, status, event.occurredAt),
    setBy: { ...connection.setBy, status: event.id },
  };
}

/** The type decides; the status word counts only if the type leaves it open. */
function statusAfter(current: Connection | null, said: ConnectionReading): string {
  const status = CHANGE_RULES[said.change].status ?? said.status;
  if (status !== null) return status;
  return said.change === "created" ? STATUS_ACTIVE : (current?.status ?? STATUS_ACTIVE);
}

function downSinceAfter(connection: Connection, status: string, occurredAt: number): number | null {
  if (status === STATUS_ACTIVE) return null;
  if (status === STATUS_EXPIRED) return connection.downSince ?? occurredAt;
  return connection.downSince;
}

function statusContradictsType({ change, status }: ConnectionReading): boolean {
  if (status === null) return false;
  const expected = CHANGE_RULES[change].status;
  return expected === null ? STATUSES_OF_CHANGES.has(status) : status !== expected;
}

/** A new account id replaces the whole profile: the old name must not stay on another person. */
function mergeAccounts(before: Account, told: Account | null): Account {
  if (!told) return before;
  const isAnother = before.id !== null && told.id !== null && told.id !== before.id;
  if (isAnother) return told;
  return {
    id: told.id ?? before.id,
    name: told.name ?? before.name,
    username: told.username ?? before.username,
    avatar: told.avatar ?? before.avatar,
  };
}

function isSameAccount(a: Account, b: Account): boolean {
  return a.id === b.id && a.name === b.name && a.username === b.username && a.avatar === b.avatar;
}

function stageOf(position: HistoryPosition): number {
  return CHANGE_RULES[position.change].stage;
}
