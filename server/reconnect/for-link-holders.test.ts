import { expect, test } from "vitest";
import { reconnectBuckets } from "@/domain/access/attempts";
import { freshStore } from "@/testing/fresh-store";
import { forLinkHolders } from "./for-link-holders";

const NOW = Date.UTC(2026, 8, 1);

test("a full disk keeps nobody from reconnecting", async () => {
  const store = freshStore();
  const full = () => Promise.reject(Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" }));
  const lost: string[] = [];
  const { beginAttempt, noteStep } = forLinkHolders(
    { ...store, attempts: { ...store.attempts, begin: full }, reconnectLinks: { ...store.reconnectLinks, note: full } },
    (what) => void lost.push(what),
  );
  expect(await beginAttempt(reconnectBuckets(1, "203.0.113.1"), NOW)).toEqual({ isAllowed: true });
  await noteStep(1, { progress: "started", detail: "", at: NOW, connectionId: null });
  expect(lost).toEqual(["attempt", "step started"]);
});

test("too many attempts are refused when they can be counted", async () => {
  const { beginAttempt } = forLinkHolders(freshStore(), () => expect.unreachable());
  const begin = () => beginAttempt(reconnectBuckets(1, "203.0.113.1"), NOW);
  for (let tries = 0; tries < 100; tries++) {
    if (!(await begin()).isAllowed) return;
  }
  expect.unreachable();
});
