import { EventEmitter } from "node:events";
import type { Store } from "@/db/store";
import type { Revision } from "@/domain/values/revision";

export type Revisions = Store["changes"] & {
  /** Counts one more stored item of a kind, and notifies listeners. Call it after the commit. */
  readonly advance: (kind: keyof Revision) => void;
};

/** Counts what was stored since the process started. */
export function revisions(): Revisions {
  const signal = new EventEmitter().setMaxListeners(0);
  let revision: Revision = { events: 0, refusals: 0, outreach: 0 };
  return {
    revision: () => revision,
    subscribe: (listener) => {
      signal.on("change", listener);
      return () => signal.off("change", listener);
    },
    advance: (kind) => {
      revision = { ...revision, [kind]: revision[kind] + 1 };
      signal.emit("change");
    },
  };
}
