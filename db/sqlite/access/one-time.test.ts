import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSqlite } from "@/db/sqlite/file/open";
import { freshFolder } from "@/testing/fresh-store";
import { challengeQueries } from "./one-time";

test("a flood of anonymous challenges never pushes out a person's", async () => {
  const db = openSqlite(path.join(freshFolder(), "relink.db"));
  onTestFinished(() => {
    db.$client.close();
  });
  const { ask, take } = challengeQueries(db, async (work) => work(), 3);
  await ask("ana's", { kind: "second_step", personId: 1, next: "/" }, 1);
  for (let index = 0; index < 10; index++) await ask(`nobody's ${index}`, { kind: "passkey", challenge: "c" }, 2);
  expect(await take("nobody's 7", 3)).toBeNull();
  expect(await take("nobody's 9", 3)).not.toBeNull();
  expect(await take("ana's", 3)).not.toBeNull();
});
