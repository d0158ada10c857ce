import { expect, test } from "vitest";
import { mintSecret } from "@/domain/access/sign-in";
import { RECONNECT_TOKEN, secretIn } from "./link-secret";

const TOKEN = `1z-${"aB-_".repeat(10)}x-_`;
/** Text that follows or surrounds a link. */
const TAILS = [".", ",", ")", "!", ";", ":", "'", ">", "*", "_", "-", "…", "。", "»", " ", "\n", "!!!", ").", '".'];

test.each(TAILS)("punctuation after a reconnect link is not part of it: %s", (tail) => {
  expect(secretIn(`${TOKEN}${tail}`, RECONNECT_TOKEN)).toBe(TOKEN);
  expect(secretIn(`${TOKEN}${encodeURIComponent(tail)}`, RECONNECT_TOKEN)).toBe(TOKEN);
});

test.each(TAILS)("punctuation after a one-time link is not part of it: %s", (tail) => {
  const { text } = mintSecret();
  expect(secretIn(text)).toBe(text);
  expect(secretIn(`${text}${tail}`)).toBe(text);
});

test("a segment that doesn't look like a secret is returned unchanged", () => {
  for (const other of ["", "1", TOKEN.slice(0, -1), `${TOKEN}x`, `${TOKEN}.html`, `(${TOKEN}`, `${TOKEN}é`, "%", "%E0"])
    expect(secretIn(other, RECONNECT_TOKEN)).toBe(other);
});
