import type { Store } from "@/db/store";
import { incoming } from "./deliveries";
import { teamAtWork } from "./team-at-work";
import { bodyOf, creatorOf, endingFrom, type Life, liveOn, nextChange, randomFrom } from "./world";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WORLD_START = Date.UTC(2026, 0, 1);
export const WORLD_END = WORLD_START + 60 * DAY;
const WORK_EVERY_MS = 5 * DAY;

type WorldDelivery = { readonly body: string; readonly messageId: string; readonly at: number };

/** Returns the deliveries of made-up creators over sixty days, oldest first; the same for the same seed. */
export function worldDeliveries(seed: number, creators: number): WorldDelivery[] {
  const random = randomFrom(seed);
  const deliveries = Array.from({ length: creators }, (_, index) => livesOf(index, seed, random)).flat();
  return deliveries
    .sort((a, b) => a.at - b.at)
    .map((delivery, index) => ({ ...delivery, messageId: `msg_${seed}_${index}` }));
}

export async function ingestWorld(store: Store, deliveries: readonly WorldDelivery[]): Promise<void> {
  await Promise.all(
    deliveries.map(({ body, messageId, at }) =>
      store.events.ingest(incoming(body, { messageId, sentAt: at }), WORLD_END),
    ),
  );
}

/** Fills a store with a world while people work on what arrives. */
export async function workedWorld(store: Store, seed: number, creators = 30): Promise<void> {
  const team = teamAtWork(store, seed);
  let waiting = worldDeliveries(seed, creators);
  for (let now = WORLD_START; now <= WORLD_END; now += WORK_EVERY_MS) {
    await ingestWorld(
      store,
      waiting.filter(({ at }) => at <= now),
    );
    waiting = waiting.filter(({ at }) => at > now);
    await team.workAt(now);
  }
}

function livesOf(index: number, seed: number, random: () => number): Omit<WorldDelivery, "messageId">[] {
  const creator = creatorOf(index, seed);
  const ending = endingFrom(random);
  const events = 2 + Math.floor(random() * 9);
  const instants = Array.from({ length: events }, () => WORLD_START + Math.floor(random() * 60 * DAY)).sort(
    (a, b) => a - b,
  );
  let life: Life | null = null;
  return instants.map((at, place) => {
    const change = nextChange(life, place === events - 1, ending, random);
    life = liveOn(life, change, random);
    return { at, body: bodyOf(creator, life, change, at) };
  });
}
