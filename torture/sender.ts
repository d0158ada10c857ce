import { setTimeout as pause } from "node:timers/promises";
import { randomFrom } from "@/testing/worlds/world";
import { type Answer, attempt } from "./post";
import { identityOf, type Message, storyOf } from "./story";

/** The state of a message's delivery. */
export type Delivery = {
  readonly message: Message;
  /** When each attempt was signed, in seconds as in the header. */
  readonly attemptSeconds: number[];
  /** How many attempts got a 2xx. A single one is a promise. */
  acknowledgements: number;
  /** All attempts were made, and none got a 2xx. */
  isGivenUp: boolean;
};

export type Sender = {
  /** By the identity under which a store keeps them. */
  readonly deliveries: ReadonlyMap<string, Delivery>;
  /** Starts sending. The returned function stops it, once each lane has completed its current message. */
  readonly begin: () => () => Promise<void>;
};

export type SenderOptions = {
  readonly origin: string;
  readonly seed: number;
  /** The number of connections with messages in flight at the same time. One connection's messages are sent in sequence. */
  readonly lanes: number;
  /** The pause between two messages of a lane. */
  readonly restMs?: number;
  readonly onAnswer?: (answer: Answer) => void;
};

/** OFAuth's docs say 5 in one place and 10 in another. */
const ATTEMPTS_MAX = 10;
/** The first delay before a retry; each is twice the previous one. OFAuth's are minutes and hours. */
const WAIT_MS = 50;
const WAIT_MS_MAX = 2_500;
const REPEATED_SHARE = 0.1;
const DOUBLED_SHARE = 0.03;
const OLD_SHARE = 0.03;

/**
 * Delivers like OFAuth: a 2xx within ten seconds is a success, and everything else is sent again later with the same id and a new
 * time. Also repeats some for no reason, and sends some twice at once.
 */
export function sender({ origin, seed, lanes, restMs = 0, onAnswer = () => {} }: SenderOptions): Sender {
  const random = randomFrom(seed);
  const stories = Array.from({ length: lanes }, (_, lane) => storyOf(lane, seed));
  const deliveries = new Map<string, Delivery>();

  async function tryOnce(delivery: Delivery): Promise<boolean> {
    const sentAt = Date.now();
    delivery.attemptSeconds.push(Math.floor(sentAt / 1000));
    const answer = await attempt(origin, delivery.message, sentAt);
    onAnswer(answer);
    const isSuccess = answer.status >= 200 && answer.status < 300;
    if (isSuccess) delivery.acknowledgements += 1;
    return isSuccess;
  }

  async function deliver(delivery: Delivery): Promise<void> {
    for (let tries = 1; tries <= ATTEMPTS_MAX; tries++) {
      const attempts = random() < DOUBLED_SHARE ? [tryOnce(delivery), tryOnce(delivery)] : [tryOnce(delivery)];
      if ((await Promise.all(attempts)).some(Boolean)) return;
      if (tries < ATTEMPTS_MAX) await pause(Math.min(WAIT_MS_MAX, WAIT_MS * 2 ** (tries - 1)) * (0.75 + random() / 2));
    }
    delivery.isGivenUp = true;
  }

  async function run(story: Iterator<Message, never>, isOver: () => boolean): Promise<void> {
    let old: Delivery | null = null;
    while (!isOver()) {
      const message = story.next().value;
      const delivery: Delivery = { message, attemptSeconds: [], acknowledgements: 0, isGivenUp: false };
      deliveries.set(identityOf(message), delivery);
      await deliver(delivery);
      if (random() < REPEATED_SHARE) await tryOnce(delivery);
      if (old && random() < OLD_SHARE) await tryOnce(old);
      if (!old || random() < OLD_SHARE) old = delivery;
      if (restMs > 0) await pause(restMs * (0.5 + random()));
    }
  }

  return {
    deliveries,
    begin: () => {
      let isOver = false;
      const running = Promise.all(stories.map((story) => run(story, () => isOver)));
      return async () => {
        isOver = true;
        await running;
      };
    },
  };
}
