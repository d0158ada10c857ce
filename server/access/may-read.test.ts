import { expect, test } from "vitest";
import { DIRECT_HEADER } from "@/server/http/forwarded";
import { mayReadMetrics } from "./may-read";

const TOKEN = "a-token-of-twenty-chars";
const alone = { metricsToken: null, publicUrl: null, trustedProxies: [] };
const direct = new Headers({ [DIRECT_HEADER]: "yes" });

test("if a token is set, only that exact token gives access", () => {
  const settings = { ...alone, metricsToken: TOKEN };
  const sent = (authorization: string) => mayReadMetrics(new Headers({ authorization }), settings);
  expect([sent(`Bearer ${TOKEN}`), sent(`bearer ${TOKEN}`)]).toEqual([true, true]);
  for (const wrong of ["", TOKEN, `Basic ${TOKEN}`, `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, "Bearer "])
    expect([wrong, sent(wrong)]).toEqual([wrong, false]);
  expect(mayReadMetrics(direct, settings)).toBe(false);
});

test("without a token, only unproxied requests from this machine have access", () => {
  expect(mayReadMetrics(direct, alone)).toBe(true);
  expect(mayReadMetrics(new Headers({ authorization: `Bearer ${TOKEN}` }), alone)).toBe(false);
});

test("behind an unlisted proxy, no request counts as coming from this machine", () => {
  const settings = { ...alone, publicUrl: new URL("https://relink.example.com") };
  expect(mayReadMetrics(direct, settings)).toBe(false);
  expect(mayReadMetrics(direct, { ...settings, trustedProxies: ["loopback"] })).toBe(true);
});
