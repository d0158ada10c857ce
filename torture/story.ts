import { bodyDigest, CHANGE_RULES, type ConnectionChange } from "@/domain/intake/event";
import type { SignatureScheme } from "@/domain/intake/signature";
import { docsBody, type Said, sdkBody } from "@/testing/worlds/deliveries";
import { type Creator, creatorOf, endingFrom, type Life, liveOn, nextChange, randomFrom } from "@/testing/worlds/world";

/** A message for OFAuth to deliver. Its id and bytes are the same in all attempts. */
export type Message = {
  readonly id: string;
  readonly scheme: SignatureScheme;
  readonly connection: string;
  readonly body: string;
};

type Writing = { readonly isTimed: boolean; readonly scheme: SignatureScheme };

const CREATORS_PER_LANE = 100_000;
/** This many consecutive connections belong to the same account: the next one brings its person back. */
const CONNECTIONS_PER_ACCOUNT = 2;
const EVENTS_MAX = 40;
const BEGINNING = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

/** Yields the messages of one connection after another, endlessly; the same for the same seed. */
export function* storyOf(lane: number, seed: number): Generator<Message, never> {
  const random = randomFrom(seed * 1_009 + lane);
  for (let number = 0; ; number++) yield* lifeOf(creatorIn(lane, number, seed), random);
}

/** Returns the identity under which a store keeps a message once, however often it comes. */
export function identityOf({ id, scheme, body }: Message): string {
  return scheme === "svix" ? `id:${id}` : `body:${bodyDigest(Buffer.from(body))}`;
}

function creatorIn(lane: number, number: number, seed: number): Creator {
  const first = lane * CREATORS_PER_LANE;
  const owner = creatorOf(first + number - (number % CONNECTIONS_PER_ACCOUNT), seed);
  return { ...owner, connection: creatorOf(first + number, seed).connection };
}

/** Yields messages in both dialects and schemes, with late events, unreadable ones, and some after the end. */
function* lifeOf(creator: Creator, random: () => number): Generator<Message> {
  const isTimed = random() < 0.8;
  // Without a time in the body, the scheme without a message id couldn't distinguish two expiries within one hour.
  const writing: Writing = { isTimed, scheme: isTimed && random() < 0.3 ? "ofauth" : "svix" };
  const length = 1 + Math.floor(random() * EVENTS_MAX);
  const ending = endingFrom(random);
  let life: Life | null = null;
  let at = BEGINNING;
  for (let index = 0; index < length; index++) {
    const change = nextChange(life, index === length - 1, ending, random);
    life = liveOn(life, change, random);
    at += Math.ceil(random() * 600) * MINUTE_MS;
    const lateBy = random() < 0.08 ? Math.ceil(random() * 3_000) * MINUTE_MS : 0;
    // The milliseconds increase, so that no two events of a connection share an instant.
    yield messageOf(creator, life, change, { ...writing, index, occurredAt: at - lateBy + index });
  }
  if (ending !== "disconnected" || !life || random() < 0.7) return;
  yield messageOf(creator, life, "updated", { ...writing, index: length, occurredAt: at + MINUTE_MS + length });
  yield unreadable(creator, { ...writing, index: length + 1 });
}

function messageOf(
  creator: Creator,
  life: Life,
  change: ConnectionChange,
  { isTimed, scheme, index, occurredAt }: Writing & { readonly index: number; readonly occurredAt: number },
): Message {
  const { connection, user, account } = creator;
  const said: Said = {
    ...{ connection, user, occurredAt, status: life.status },
    ...(CHANGE_RULES[change].isThin ? {} : { permissions: life.permissions, account }),
  };
  const body = isTimed ? docsBody(change, said) : sdkBody(change, said);
  return { id: idOf(connection, index), scheme, connection, body };
}

/** Returns a signed message of a type that no version knows. */
function unreadable({ connection }: Creator, { scheme, index }: Writing & { readonly index: number }): Message {
  const body = JSON.stringify({ type: "connection.moved", data: { connection: { id: connection }, number: index } });
  return { id: idOf(connection, index), scheme: scheme === "ofauth" ? "svix" : scheme, connection, body };
}

function idOf(connection: string, index: number): string {
  return `msg_${connection}_${index}`;
}
