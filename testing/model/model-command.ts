import type fc from "fast-check";
import type { Store } from "@/db/store";
import type { By } from "@/domain/access/audit";
import { BY } from "@/testing/by";
import type { PlainModel } from "./plain-model";

/** The deployment under test: a store, and the file it has open. */
export type Deployment = { store: Store; file: string; readonly batches: number[] };

/** The test framework's comparison, since this folder knows no framework. */
export type ExpectSame = (actual: unknown, expected: unknown, what: string) => void;

export type Command = fc.AsyncCommand<PlainModel, Deployment>;

const TEN_MINUTES = 600_000;

/** A step applied to the model and the store, ten minutes after the previous one. */
export function command(name: string, run: (model: PlainModel, real: Deployment) => Promise<void>): Command {
  return {
    check: () => true,
    run: async (model, real) => {
      model.now += TEN_MINUTES;
      await run(model, real);
    },
    toString: () => name,
  };
}

export function byAt({ now }: PlainModel): By {
  return { ...BY, at: now };
}

export function pick<T>(from: readonly T[], which: number): T | undefined {
  return from[which % Math.max(1, from.length)];
}
