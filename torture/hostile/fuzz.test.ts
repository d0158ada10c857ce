import { expect, test } from "vitest";
import { randomFrom } from "@/testing/worlds/world";
import { fuzzInProcess } from "./fuzz";
import { hostileBody } from "./hostile-bodies";

test("no generated delivery makes anything throw, each gets a documented response, and signed ones are stored", async () => {
  const { broken, kept, verdicts } = await fuzzInProcess(20_000, 42);
  expect(broken).toEqual([]);
  expect(kept).toBeGreaterThan(2_000);
  expect(verdicts.get("altered: signature_mismatch")).toBeGreaterThan(1_000);
});

test("generated bodies are the same for the same seed, and of every kind", () => {
  const [random, again] = [randomFrom(1), randomFrom(1)];
  const bodies = Array.from({ length: 3_000 }, () => hostileBody(random));
  expect(bodies.every((body) => body.equals(hostileBody(again)))).toBe(true);
  const texts = bodies.map((body) => body.toString("latin1"));
  for (const sign of ["\\ud800", "1e400", "\xef\xbb\xbf", "\xff", "__proto__", "[[[[[[[[", "connection.expired"])
    expect(
      texts.some((text) => text.includes(sign)),
      sign,
    ).toBe(true);
});
