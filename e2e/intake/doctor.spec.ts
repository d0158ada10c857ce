import type { Page } from "@playwright/test";
import { expect, test } from "@/e2e/relink";
import { signedHeaders } from "@/testing/servers/front-door";
import { docsBody, mustParse, TEST_SECRET_TEXT, testSecret } from "@/testing/worlds/deliveries";

const MARKER = "of_seen_nowhere_else";
const BODY = docsBody("created", { account: { id: MARKER, name: "Jane" } });
const OTHER_SECRET = "whsec_b3RoZXIgc2VjcmV0IG9mIDI0IGJ5dGVz";

function written(headers: Record<string, string>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}

async function examine(page: Page, headers: string, body: string, secret = ""): Promise<void> {
  await page.goto("/doctor");
  await page.getByLabel("Headers").fill(headers);
  await page.getByLabel("Body", { exact: false }).first().fill(body);
  await page.getByLabel("Secret").fill(secret);
  await page.getByRole("button", { name: "Examine" }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("the doctor names the problem and the secrets it checked, and stores nothing", async ({ page, relink }) => {
      const diagnosis = page.getByRole("region", { name: "Diagnosis" });
      await examine(page, written(signedHeaders(BODY)), BODY);
      await expect(diagnosis).toContainText("The signature fits");
      await expect(diagnosis).toContainText(testSecret().fingerprint);
      await expect(page.getByLabel("Body", { exact: false }).first()).toHaveValue(BODY);

      await examine(page, written(signedHeaders(`${BODY}\n`)), BODY);
      await expect(diagnosis).toContainText("the line break at its end was cut off");

      await examine(page, written(signedHeaders(BODY, { secret: mustParse(OTHER_SECRET) })), BODY);
      await expect(diagnosis).toContainText("No secret fits");
      await examine(
        page,
        written(signedHeaders(BODY, { secret: mustParse(OTHER_SECRET) })),
        BODY,
        ` "${OTHER_SECRET}" `,
      );
      await expect(diagnosis).toContainText("The signature fits");
      await expect(diagnosis).toContainText("pasted with quotes");
      await expect(page.getByLabel("Secret")).toHaveValue("");
      expect(await page.content()).not.toContain(OTHER_SECRET);

      await examine(page, "host: example.com", BODY);
      await expect(diagnosis).toContainText("No signature header came");
      await examine(page, "svix-id: msg_1\nsvix-signature: v1,AAAA", BODY);
      await expect(diagnosis).toContainText("Missing or misshapen: svix-timestamp");
      await examine(page, written(signedHeaders(BODY)), BODY, "whsec_short");
      await expect(diagnosis).toContainText("This is no signing secret");
      await examine(page, written(signedHeaders(BODY)), "x".repeat(300_000));
      await expect(diagnosis).toContainText("at most 256 KiB");
      expect(relink.isStored(MARKER)).toBe(false);
      expect(relink.output()).not.toContain(MARKER);
      expect(relink.output()).not.toContain(OTHER_SECRET);
    });

    test("an input that is larger than a form can be gets a response too", async ({ page }) => {
      await page.goto("/doctor");
      const buffer = Buffer.alloc(3_000_000, "x");
      await page.getByLabel("Body as a file").setInputFiles({ name: "body", mimeType: "text/plain", buffer });
      await page.getByRole("button", { name: "Examine" }).click();
      await expect(page.getByText("at most 256 KiB of body")).toBeVisible();
      await expect(page.getByRole("heading", { name: "Signature doctor" })).toBeVisible();
    });

    test("exact bytes can be given as a file", async ({ page }) => {
      const body = Buffer.from(`{"type":"connection.created"}\r\n`);
      const headers = signedHeaders(body, { scheme: "ofauth", sentAt: Date.now() - 3 * 86_400_000 });
      await page.goto("/doctor");
      await page.getByLabel("Headers").fill(written(headers));
      await page.getByLabel("Body as a file").setInputFiles({ name: "body", mimeType: "text/plain", buffer: body });
      await page.getByLabel("Secret").fill(TEST_SECRET_TEXT);
      await page.getByRole("button", { name: "Examine" }).click();
      await expect(page.getByText("The signature fits")).toBeVisible();
      await expect(page.getByText(/3 d ago/)).toBeVisible();
    });
  });
}

test("a refused delivery's log line says what is wrong and what to do", async ({ page, relink }) => {
  const sent: string[] = [];
  const refusedAs = async (headers: Record<string, string>, body: string, words: string[]) => {
    const response = await fetch(`${relink.origin}/api/webhooks/ofauth`, { method: "POST", headers, body });
    expect(response.status).toBe(401);
    sent.push((headers["svix-signature"] ?? "v1,none").slice(3));
    // Refusals are written a moment later, several at once.
    const logged = async () => (await relink.read("/deliveries?outcome=refused")).texts("details[data-line]").length;
    await expect.poll(logged).toBe(sent.length);
    await page.goto("/deliveries?outcome=refused");
    const line = page.locator("main li > details[data-line]").first();
    await line.locator("summary").first().click();
    for (const text of words) await expect(line).toContainText(text);
  };
  await refusedAs(signedHeaders(BODY, { secret: mustParse(OTHER_SECRET) }), BODY, [
    "No secret fits",
    testSecret().fingerprint,
  ]);
  await refusedAs(signedHeaders(JSON.stringify(JSON.parse(BODY), null, 2)), BODY, [
    "its spaces and line breaks were taken out",
  ]);
  await refusedAs(signedHeaders(BODY, { sentAt: Date.now() - 7_200_000 }), BODY, [
    "Signed 2 h before it arrived",
    "Set this machine's clock",
  ]);
  expect(sent.filter((signature) => relink.isStored(signature))).toEqual([]);
});
