import type { Store } from "@/db/store";

type Method = (...given: unknown[]) => unknown;

/** Methods that answer from memory, and deliveries and commits, which have their own timings. */
const UNTIMED = ["changes.revision", "changes.subscribe", "events.ingest", "vitals.isIndexReady", "vitals.onCommit"];

/** Wraps a store to report how long each call took. Streams are not timed. */
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

/** Safe: each method becomes one with the same arguments and result, and everything else stays as it is. */
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
