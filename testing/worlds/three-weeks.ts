import { DEFAULT_TOLERANCE_SECONDS, type SignatureScheme } from "@/domain/intake/signature";
import { docsBody, type EventKind, type Said, sdkBody } from "./deliveries";
import { type Creator, creatorOf, randomFrom } from "./world";

/** One attempt at a delivery. Instants in milliseconds. */
export type Attempt = {
  readonly arrivesAt: number;
  readonly signedAt: number;
  readonly body: string;
  readonly scheme: SignatureScheme;
  readonly messageId: string;
  /** Signed without our secret. */
  readonly isForged: boolean;
};

/** Something that happened to a connection, independent of how it is reported. */
type Happening = {
  readonly change: EventKind;
  readonly at: number;
  readonly said: Said;
  /** Reported at once, and with its time. */
  readonly isPrompt?: boolean;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A Monday. */
export const STORY_START = Date.UTC(2026, 2, 2);
export const STORY_END = STORY_START + 21 * DAY;
export const EXPIRIES = 2_000;
/** Mass expiries, with one expiry every few seconds. */
export const MASS_EXPIRIES = [
  { at: STORY_START + 9 * DAY + 10 * HOUR, connections: 40 },
  { at: STORY_START + 18 * DAY + 10 * HOUR, connections: 50 },
] as const;
const MASS_PAUSE_MS = 4_000;
const RETRY_DELAYS_MS = [5_000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR];

/**
 * Returns everything sent to a deployment in three weeks with 2,000 expiries, in order of arrival; the same for the same seed.
 * Events come late, repeatedly and out of order; some recoveries are reported before the expiry.
 */
export function threeWeeks(seed: number): Attempt[] {
  const random = randomFrom(seed);
  const attempts: Attempt[] = [];
  let expiries = 0;
  for (let index = 0; expiries < EXPIRIES; index++) {
    const life = lifeOf(index, creatorOf(index, seed), EXPIRIES - expiries, random);
    expiries += life.filter(({ change }) => change === "expired").length;
    life.forEach((happening, place) => {
      const next = life[place + 1]?.at ?? happening.at;
      attempts.push(...attemptsOf(happening, next, `${index}_${place}`, random));
    });
  }
  attempts.push(...noise(attempts, random));
  return attempts.sort((a, b) => a.arrivesAt - b.arrivesAt);
}

/** Returns true if an attempt must be accepted: signed by the sender, and recently. */
export function isGenuine({ isForged, arrivesAt, signedAt }: Attempt): boolean {
  return !isForged && arrivesAt - signedAt <= DEFAULT_TOLERANCE_SECONDS * 1_000;
}

function lifeOf(index: number, creator: Creator, expiriesMax: number, random: () => number): Happening[] {
  const { connection, user, account } = creator;
  const permissions = ["posts:read", "posts:write", "messages:read"].slice(0, Math.floor(random() * 4));
  const full = { connection, user, account, permissions };
  const mass = massExpiryOf(index);
  const createdAt = wholeSecond(STORY_START - DAY - random() * 30 * DAY);
  const life: Happening[] = [{ change: "created", at: createdAt, said: full, isPrompt: true }];
  let at = mass ?? calm(STORY_START + random() * 20.9 * DAY);
  for (let expiries = 1; ; expiries++) {
    life.push({ change: "expired", at, said: { connection, user }, isPrompt: mass === at });
    const { happenings, backAt } = whatFollows(at, full, random);
    life.push(...happenings.filter((one) => one.at < STORY_END));
    if (backAt === null || expiries === expiriesMax || random() < 0.5) return life;
    at = calm(backAt + lasting(4 * DAY, random));
    if (at > STORY_END - HOUR) return life;
  }
}

/** Decides how an expiry ends, if it does; `backAt` is when the connection was active again. */
function whatFollows(
  at: number,
  full: Said,
  random: () => number,
): { readonly happenings: Happening[]; readonly backAt: number | null } {
  const { connection = "", user = null } = full;
  const backAt = wholeSecond(at + 60_000 + lasting(1.5 * DAY, random));
  const lot = random();
  const back = (said: Said): Happening => ({ change: "updated", at: backAt, said });
  if (lot < 0.46) return { happenings: [back(full)], backAt };
  if (lot < 0.54) return { happenings: [{ change: "created", at: backAt, said: full }], backAt };
  if (lot < 0.6) {
    const waiting: Happening = { change: "updated", at: at + 30_000, said: { ...full, status: "awaiting_2fa" } };
    return { happenings: [waiting, back(full)], backAt };
  }
  if (lot < 0.65) {
    const account = { id: `other_${connection}`, name: "Somebody Else", username: "else" };
    return { happenings: [back({ ...full, account })], backAt };
  }
  const gone: Happening = { change: "disconnected", at: backAt + HOUR, said: { connection, user } };
  if (lot < 0.74) {
    const anew: Happening = { change: "created", at: backAt, said: { ...full, connection: `${connection}new` } };
    return { happenings: random() < 0.4 ? [anew, gone] : [anew], backAt: null };
  }
  if (lot < 0.82) return { happenings: [gone], backAt: null };
  if (lot < 0.84) return { happenings: [gone, { ...back(full), at: backAt + 2 * HOUR }], backAt: null };
  return { happenings: [], backAt: null };
}

/**
 * Decides how something is reported: late or at once, once or repeatedly, with or without its time, and occasionally in two
 * messages.
 */
function attemptsOf(happening: Happening, nextAt: number, name: string, random: () => number): Attempt[] {
  const { change, at, said, isPrompt = false } = happening;
  const isTimed = isPrompt || random() < 0.75;
  const body = isTimed ? docsBody(change, { ...said, occurredAt: at }) : sdkBody(change, said);
  const scheme = isTimed && random() < 0.3 ? "ofauth" : "svix";
  const firstAt = isPrompt ? at + 1_000 : calm(at + delayOf(change, nextAt - at, random));
  const delays = isPrompt || random() > 0.08 ? [] : RETRY_DELAYS_MS.slice(0, 1 + Math.floor(random() * 4));
  const messages = change === "updated" && random() < 0.06 ? [`msg_${name}`, `msg_${name}_again`] : [`msg_${name}`];
  return messages.flatMap((messageId) =>
    [0, ...delays].map((delay) => {
      const arrivesAt = Math.min(isPrompt ? firstAt : calm(firstAt + delay), STORY_END - MINUTE);
      // In transit for a while, so that one attempt can overtake another.
      const signedAt = wholeSecond(arrivesAt - (isPrompt ? 1_000 : random() * 200_000));
      return { arrivesAt, signedAt, body, scheme, messageId, isForged: false };
    }),
  );
}

/** Mostly seconds; some attempts fail for hours or days, and some expiries are reported after their recovery. */
function delayOf(change: EventKind, untilNext: number, random: () => number): number {
  const lot = random();
  if (lot < 0.08) return lasting(10 * HOUR, random);
  if (change === "expired" && lot < 0.14) return untilNext + random() * 6 * HOUR;
  return 200 + random() * 4_000;
}

/** Deliveries that must change nothing: forgeries, replays, and events that aren't about a state. */
function noise(attempts: readonly Attempt[], random: () => number): Attempt[] {
  return attempts
    .filter(() => random() < 0.02)
    .flatMap((one, index) => {
      const again = { ...one, arrivesAt: one.arrivesAt + HOUR, messageId: `msg_noise_${index}` };
      const { data } = JSON.parse(one.body);
      const other = (type: string) => JSON.stringify({ type, timestamp: new Date(one.signedAt).toISOString(), data });
      const fresh = { ...again, signedAt: wholeSecond(again.arrivesAt), scheme: "svix" as const };
      return [
        { ...fresh, body: one.body.replace("active", "expired"), isForged: true },
        { ...one, arrivesAt: one.arrivesAt + HOUR },
        { ...fresh, messageId: `${fresh.messageId}_sign`, body: other("realtime.chat_typing.updated") },
        { ...fresh, messageId: `${fresh.messageId}_word`, body: other("connection.revived") },
      ];
    })
    .filter(({ arrivesAt }) => arrivesAt < STORY_END);
}

function massExpiryOf(index: number): number | null {
  let first = 0;
  for (const { at, connections } of MASS_EXPIRIES) {
    if (index < first + connections) return at + (index - first) * MASS_PAUSE_MS;
    first += connections;
  }
  return null;
}

/** Returns a whole second far from any mass expiry, so that it isn't counted as part of it. */
function calm(at: number): number {
  const isNear = MASS_EXPIRIES.some((mass) => Math.abs(at - mass.at) < HOUR);
  return wholeSecond(isNear ? at + 2 * HOUR : at);
}

/** Returns a random duration, mostly short and sometimes long, with this average. */
function lasting(averageMs: number, random: () => number): number {
  return -Math.log(1 - random()) * averageMs;
}

/** The sender's clock ticks in seconds. */
function wholeSecond(at: number): number {
  return Math.floor(at / 1_000) * 1_000;
}
