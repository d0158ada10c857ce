import { damagedDatabase, isDamage } from "./damage";

export type DamageWatch = {
  /** The first finding; null if there is none. */
  readonly found: () => string | null;
  readonly note: (finding: string) => void;
  /** Throws after a finding: a restore would lose what is accepted now. */
  readonly refuseIfFound: () => void;
  /** Wraps methods to record damage that SQLite finds in them. */
  readonly watching: <Methods extends object>(methods: Methods) => Methods;
};

/** Remembers until the process ends that a database was found damaged. */
export function damageWatch(file: string): DamageWatch {
  let found: string | null = null;

  function note(finding: string): void {
    found ??= finding;
  }

  function noteFault(fault: unknown): void {
    if (isDamage(fault)) note(fault instanceof Error ? fault.message : String(fault));
  }

  return {
    found: () => found,
    note,
    refuseIfFound: () => {
      if (found !== null) throw damagedDatabase(file, found);
    },
    watching: (methods) => watched(methods, noteFault),
  };
}

/** Safe: every method takes, returns and throws what it did before; faults are only inspected. */
function watched<Methods extends object>(methods: Methods, onFault: (fault: unknown) => void): Methods {
  const entries = Object.entries(methods).map(([name, value]) => {
    if (typeof value === "function") return [name, watchedMethod(value, onFault)];
    return [name, typeof value === "object" && value !== null ? watched(value, onFault) : value];
  });
  return Object.fromEntries(entries) as Methods;
}

function watchedMethod(method: (...given: unknown[]) => unknown, onFault: (fault: unknown) => void) {
  return (...given: unknown[]) => {
    const answer = method(...given);
    if (answer instanceof Promise) answer.catch(onFault);
    return answer;
  };
}
