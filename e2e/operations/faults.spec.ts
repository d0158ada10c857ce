import { expect, test } from "@/e2e/relink";
import { breakTable, repairTable } from "@/testing/break-store";

test("a failed page shows the word to find it by in the log, and the log reveals nothing about anyone", async ({
  relink,
  page,
}) => {
  await relink.tell("created", { user: "user_private" });
  breakTable(relink.dataDir, "events");
  await page.goto("/users/user_private");
  const digest = (await page.getByRole("alert").locator("code").innerText()).trim();
  expect(digest).toMatch(/^\S{4,}$/);
  await expect(async () => expect(relink.output()).toContain(`"digest":"${digest}"`)).toPass();
  const lines = relink.output().split("\n");
  const line = lines.find((one) => one.startsWith("{") && one.includes(`"digest":"${digest}"`)) ?? "{}";
  expect(JSON.parse(line)).toMatchObject({ level: 50, kind: "render", fault: "SQLITE_ERROR", msg: "fault" });
  expect(JSON.parse(line).route).toContain("[userId]");
  expect(relink.output()).not.toContain("user_private");
  repairTable(relink.dataDir, "events");
});
