import { expect, test } from "vitest";
import { UNDERWAY_MAX, unlessCrowded } from "./underway";

test("no more are under way than can be answered in time; who comes then is told at once, and place is made again", async () => {
  const ends: (() => void)[] = [];
  const hold = () => new Promise<string>((resolve) => ends.push(() => resolve("kept")));
  const held = Array.from({ length: UNDERWAY_MAX }, () => unlessCrowded(hold));
  expect(await unlessCrowded(hold)).toBeNull();
  for (const end of ends) end();
  expect(await Promise.all(held)).not.toContain(null);
  expect(await unlessCrowded(async () => "kept")).not.toBeNull();
});

test("a fault gives its place back", async () => {
  const failing = () => unlessCrowded(() => Promise.reject(new Error("broken")));
  for (let count = 0; count < UNDERWAY_MAX; count++) await expect(failing()).rejects.toThrow("broken");
  expect(await unlessCrowded(async () => "kept")).not.toBeNull();
});
