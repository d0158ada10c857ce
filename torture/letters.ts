import { type Answer, attempt } from "./post";
import type { Delivery } from "./sender";
import { identityOf, type Message } from "./story";

export type Letters = {
  /** Deliveries to prove together with a sender's. */
  readonly deliveries: ReadonlyMap<string, Delivery>;
  /** Makes one attempt, whatever the outcome. `clockMs` is how much the sender's clock differs from ours. */
  readonly send: (message: Message, clockMs?: number) => Promise<Answer>;
};

/** Sends a part's own messages alongside a sender's: each once, without a retry. */
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
