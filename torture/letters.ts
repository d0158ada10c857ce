import { type Answer, attempt } from "./post";
import type { Delivery } from "./sender";
import { identityOf, type Message } from "./story";

export type Letters = {
  /** To be proven together with those of a sender. */
  readonly deliveries: ReadonlyMap<string, Delivery>;
  /** One attempt, whatever comes of it. `clockMs` is by how much the sender's clock differs from ours. */
  readonly send: (message: Message, clockMs?: number) => Promise<Answer>;
};

/** Messages that a part sends by itself, beside a sender's: each once, without another attempt. */
export function letters(origin: string): Letters {
  const deliveries = new Map<string, Delivery>();
  return {
    deliveries,
    send: async (message, clockMs = 0) => {
      const sentAt = Date.now() + clockMs;
      const identity = identityOf(message);
      const known = deliveries.get(identity) ?? { message, attemptSeconds: [], acknowledgements: 0, isGivenUp: false };
      deliveries.set(identity, known);
      known.attemptSeconds.push(Math.floor(sentAt / 1000));
      const answer = await attempt(origin, message, sentAt);
      if (answer.status === 200) known.acknowledgements += 1;
      return answer;
    },
  };
}
