import { expect, test } from "vitest";
import { powerCut } from "./power-cut";

const SCALE = { seed: 11, cases: 0, requests: 0, minutes: 0 };

test("wherever the power fails in a commit or a checkpoint, everything acknowledged before is there, and a start succeeds", async () => {
  expect((await powerCut({ ...SCALE, rounds: 8 })).broken).toEqual([]);
});
