import type { LoadedEvent } from "@/db/store";
import {
  bodyOf,
  type Creator,
  creatorOf,
  type Ending,
  endingFrom,
  type Life,
  liveOn,
  nextChange,
  randomFrom,
} from "./world";

const SPAN_SECONDS = 365 * 86_400;
/** The connection's number and the event's second share one number that sorts by time. */
export const CONNECTIONS_MAX = 2 ** 24;
const MESSAGE_ID_LENGTH = 27;
/** A fixed year, so that a seed gives the same bytes on any day. */
const BEGINNING_SECONDS = Date.UTC(2025, 0, 1) / 1000;
/** The end of the made-up year, from which relative dates count. Milliseconds. */
export const WORLD_END = (BEGINNING_SECONDS + SPAN_SECONDS) * 1000;

/** Yields every event of a made-up year by time, in order of delivery. */
export function* yearOf(connections: number, events: number, seed: number): Generator<LoadedEvent> {
  const random = randomFrom(seed);
  const remaining = shareOut(events, connections, random);
  const creators: Creator[] = [];
  const endings: Ending[] = [];
  for (let index = 0; index < connections; index++) {
    creators.push(creatorOf(index, seed));
    endings.push(endingFrom(random));
  }
  const lives: (Life | null)[] = new Array(connections).fill(null);
  let ordinal = 0;
  for (const place of scheduleOf(remaining, random)) {
    const index = place % CONNECTIONS_MAX;
    const creator = creators[index];
    const ending = endings[index];
    if (!creator || !ending) throw new Error("The schedule names a connection that does not exist");
    const occurredAt = (BEGINNING_SECONDS + Math.floor(place / CONNECTIONS_MAX)) * 1000;
    const left = (remaining[index] ?? 1) - 1;
    remaining[index] = left;
    const change = nextChange(lives[index] ?? null, left === 0, ending, random);
    const life = liveOn(lives[index] ?? null, change, random);
    lives[index] = life;
    yield {
      identity: `id:msg_${(ordinal++).toString(36).padStart(MESSAGE_ID_LENGTH, "0")}`,
      connectionId: creator.connection,
      change,
      occurredAt,
      receivedAt: occurredAt + 350 + Math.floor(random() * 2_000),
      body: Buffer.from(bodyOf(creator, life, change, occurredAt)),
    };
  }
}

/** Returns how many events each connection has: at least one, and a few have very many. */
function shareOut(events: number, connections: number, random: () => number): Uint32Array {
  const weights = Float64Array.from({ length: connections }, () => -Math.log(1 - random()));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const spare = events - connections;
  const shares = Uint32Array.from(weights, (weight) => 1 + Math.floor((spare * weight) / total));
  const given = shares.reduce((sum, share) => sum + share, 0);
  for (let index = 0; index < events - given; index++) {
    const lucky = index % connections;
    shares[lucky] = (shares[lucky] ?? 0) + 1;
  }
  return shares;
}

/** Returns each event's second within the year and its connection, in one number, ordered by time. */
function scheduleOf(shares: Uint32Array, random: () => number): Float64Array {
  const schedule = new Float64Array(shares.reduce((sum, share) => sum + share, 0));
  let next = 0;
  shares.forEach((share, index) => {
    for (let count = 0; count < share; count++) {
      const second = Math.floor(random() * SPAN_SECONDS);
      schedule[next++] = second * CONNECTIONS_MAX + index;
    }
  });
  return schedule.sort();
}
