import path from "node:path";
import { expect, type Relink, test } from "@/e2e/relink";
import { changeFile } from "@/testing/break-store";

/** Changes the database as a disk fault, or an older version, would have left it. */
async function damage(relink: Relink, sql: string): Promise<void> {
  await relink.whileClosed(() => {
    changeFile(path.join(relink.dataDir, "relink.db"), sql);
  });
}

/** Stores the last event as a version that could not read it would have, and the state without it. */
const UNREAD_LAST = `
  update events set kind = 4, facet = 16384 + facet % 4096, connection_key = null, checksum = null where id = 2;
  update connections set status = 'active', expiries = 0, down_since = null, events = 1, last_event_at = first_event_at,
    last_event_kind = 0, last_event_id = 1, status_since = first_event_at, status_set_by = 1;
  delete from event_counts; insert into event_counts select facet, count(*) from events group by facet;`;

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("a replay lists what differs, and corrects it on request", async ({ page, relink }) => {
      await relink.tell("created", { connection: "conn_1", account: { name: "Jane" } });
      await relink.tell("expired", { connection: "conn_1" });
      await relink.tell("created", { connection: "conn_2" });
      await page.goto("/replay");
      await page.getByRole("button", { name: "Check" }).click();
      const result = page.getByRole("region", { name: "Result" });
      await expect(result).toContainText("2 connections equal the fold of 3 events");

      await damage(relink, "update connections set status = 'active', expiries = 4 where key = 1");
      await page.goto(`${relink.origin}/connections/conn_1`);
      await page.getByRole("link", { name: "Check this connection" }).click();
      await page.getByRole("button", { name: "Check" }).click();
      await expect(result).toContainText("1 connection differs from the fold of the events");
      await expect(result.getByRole("row", { name: "conn_1 status active expired" })).toBeVisible();
      await expect(result.getByRole("row", { name: "expiries 4 1" })).toBeVisible();
      await page.goto(`${relink.origin}/connections?status=active`);
      await expect(page.getByText("Jane")).toBeVisible();
      await page.goto(`${relink.origin}/replay`);
      await page.getByRole("button", { name: "Correct what differs" }).click();
      await expect(result).toContainText("1 connection now equals the fold of the events");
      await page.goto(`${relink.origin}/connections?status=expired`);
      await expect(page.getByText("Jane")).toBeVisible();
    });

    test("events that a newer version understands are previewed, then applied", async ({ page, relink }) => {
      await relink.tell("created", { connection: "conn_1", occurredAt: Date.now() - 9_000_000 });
      await relink.tell("expired", { connection: "conn_1", occurredAt: Date.now() - 5_000_000 });
      await relink.post("still not json");
      await damage(relink, UNREAD_LAST);
      await page.goto(`${relink.origin}/quarantine`);
      await expect(page.locator("main li > details[data-line]")).toHaveCount(2);
      await page.getByRole("button", { name: "Read selected again" }).click();
      await expect(page.getByText("Select the events first.")).toBeVisible();
      await page.getByRole("checkbox", { name: "Select event 3" }).check();
      await page.getByRole("button", { name: "Read selected again" }).click();
      const result = page.getByRole("region", { name: "Result" });
      await expect(result).toContainText("None of them can be read by this version either");
      await page.getByRole("button", { name: "Read all 2 again" }).click();
      await expect(result).toContainText("1 of 2 can be read now");
      await expect(result).toContainText("Expired after being active for 1 h 6 min");
      await expect(page.locator("main li > details[data-line]")).toHaveCount(2);
      await page.getByRole("button", { name: "Put it into place" }).click();
      await expect(result).toContainText("1 were put in their place");
      await expect(page.locator("main li > details[data-line]")).toHaveCount(1);
      await page.goto(`${relink.origin}/connections/conn_1`);
      await expect(page.getByRole("article").first()).toContainText("Expired after being active for 1 h 6 min");
    });
  });
}
