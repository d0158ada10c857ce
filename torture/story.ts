import { bodyDigest, CHANGE_RULES, type ConnectionChange } from "@/domain/intake/event";
import type { SignatureScheme } from "@/domain/intake/signature";
import { docsBody, type Said, sdkBody } from "@/testing/worlds/deliveries";
import { type Creator, creatorOf, endingFrom, type Life, liveOn, nextChange, randomFrom } from "@/testing/worlds/world";

/** What OFAuth has to deliver. Its id and its bytes are the same in all attempts. */
export type Message = {
  readonly id: string;
  readonly scheme: SignatureScheme;
  readonly connection: string;
  readonly body: string;
};

type Writing = { readonly isTimed: boolean; readonly scheme: SignatureScheme };

const CREATORS_PER_LANE = 100_000;
/** So many connections in a row belong to the same account: the next one brings its person back. */
const CONNECTIONS_PER_ACCOUNT = 2;
const EVENTS_MAX = 40;
const BEGINNING = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

/** The messages of one connection after the other, without end; the same ones for the same seed. */
export function* storyOf(lane: number, seed: number): Generator<Message, never> {
  const random = randomFrom(seed * 1_009 + lane);
  for (let number = 0; ; number++) yield* lifeOf(creatorIn(lane, number, seed), random);
}

/** The name under which a store keeps a message once, however often it comes. */
export function identityOf({ id, scheme, body }: Message): string {
  return scheme === "svix" ? `id:${id}` : `body:${bodyDigest(Buffer.from(body))}`;
}

function creatorIn(lane: number, number: number, seed: number): Creator {
  const first = lane * CREATORS_PER_LANE;
  const owner = creatorOf(first + number - (number % CONNECTIONS_PER_ACCOUNT), seed);
  return { ...owner, connection: creatorOf(first + number, seed).connection };
}

/** In both dialects and schemes, with late events, some that can't be understood, and some after the end. */
function* lifeOf(creator: Creator, random: () => number): Generator<Message> {
  const isTimed = random() < 0.8;
  // Without a time in the body, the scheme without a message id could not tell two expiries of one hour apart.
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
    // The milliseconds count up, so that no two events of a connection share an instant.
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

/** Signed, and of a type that no version knows yet. */
function unreadable({ connection }: Creator, { scheme, index }: Writing & { readonly index: number }): Message {
  const body = JSON.stringify({ type: "connection.moved", data: { connection: { id: connection }, number: index } });
  return { id: idOf(connection, index), scheme: scheme === "ofauth" ? "svix" : scheme, connection, body };
}

function idOf(connection: string, index: number): string {
  return `msg_${connection}_${index}`;
}
