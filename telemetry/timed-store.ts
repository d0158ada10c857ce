import type { Store } from "@/db/store";

type Method = (...given: unknown[]) => unknown;

/** What answers from memory, and what is timed by itself: deliveries and their commits. */
const UNTIMED = ["changes.revision", "changes.subscribe", "events.ingest", "vitals.isIndexReady", "vitals.onCommit"];

/** The same store, which says of each question how long the asker waited. What is answered as a stream is not timed. */
export function timed(store: Store, onAnswer: (method: string, tookMs: number) => void): Store {
  return mapMethods(store, (name, method) => {
    if (UNTIMED.includes(name)) return method;
    return (...given) => {
      const startedAt = performance.now();
      const answer = method(...given);
      if (answer instanceof Promise) {
        const tell = () => onAnswer(name, performance.now() - startedAt);
        answer.then(tell, tell);
      }
      return answer;
    };
  });
}

/** Safe: each method becomes one that takes and answers the same, and everything else stays. */
function mapMethods(store: Store, change: (name: string, method: Method) => Method): Store {
  const groups = Object.entries(store).map(([group, methods]) => {
    if (typeof methods !== "object") return [group, methods];
    const changed = Object.entries(methods as Readonly<Record<string, Method>>).map(([name, method]) => [
      name,
      change(`${group}.${name}`, method),
    ]);
    return [group, Object.fromEntries(changed)];
  });
  return Object.fromEntries(groups) as Store;
}
