import { beforeEach, describe, expect, test } from "vitest";
import type { Store } from "@/db/store";
import { WHOLE_AUDIT } from "@/domain/access/audit-search";
import { isGood } from "@/domain/outreach/reconnect-link";
import type { LinkStep } from "@/domain/outreach/reconnect-step";
import { BY } from "@/testing/by";
import { created, expired } from "@/testing/worlds/deliveries";

const MINUTE = 60_000;
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

/** Tests what every store promises about reconnect links. */
export function describeReconnectLinks(name: string, openFresh: () => Store): void {
  describe(`${name}: reconnect links`, () => {
    let store: Store;
    let minted: number;

    beforeEach(async () => {
      store = openFresh();
      minted = 0;
      for (const connection of ["conn_1", "conn_2"]) {
        await store.events.ingest(created({ connection, occurredAt: START - 9 * DAY }), START);
        await store.events.ingest(expired({ connection, occurredAt: START - DAY }), START);
      }
    });

    const mintNonce = () => `nonce ${minted++}`;
    const handOut = (ids: readonly string[], now = START, days = 30) =>
      store.reconnectLinks.handOut(ids, { now, expiresAt: now + days * DAY, mintNonce }, BY);

    async function linkOf(connection: string, now = START) {
      const [link] = await handOut([connection], now);
      if (!link) throw new Error(`${connection} got no link`);
      return link;
    }

    const step = (at: number, progress: LinkStep["progress"], detail = "") => ({
      ...{ at, progress, detail },
      connectionId: null,
    });

    test("each connection has its own, and nobody gets one for an unknown connection", async () => {
      const links = await handOut(["conn_1", "conn_2", "conn_none"]);
      expect(links.map(({ connectionId }) => connectionId)).toEqual(["conn_1", "conn_2"]);
      expect(new Set(links.map(({ nonce }) => nonce)).size).toBe(2);
      expect(await store.reconnectLinks.find(links[1]?.id ?? 0)).toEqual(links[1]);
    });

    test("the same one is handed out again, until it has a day left at most", async () => {
      const first = await linkOf("conn_1");
      expect(await linkOf("conn_1", START + 28 * DAY)).toEqual(first);
      const second = await linkOf("conn_1", START + 29 * DAY + 1);
      expect(second.nonce).not.toBe(first.nonce);
      expect(isGood(first, START + 29 * DAY + 1)).toBe(true);
    });

    test("each handout is recorded with its author; repetitions within a minute are recorded once", async () => {
      const by = (name: string, at: number) => ({ author: { ...BY.author, name }, at });
      const give = (name: string, now: number) =>
        store.reconnectLinks.handOut(["conn_1"], { now, expiresAt: now + 30 * DAY, mintNonce }, by(name, now));
      await give("ana", START);
      await give("ana", START + 1);
      await give("bo", START + 2);
      await give("ana", START + 2 * MINUTE);
      const { steps } = await store.timelines.ofConnection("conn_1", { size: 9, types: ["link_handed_out"] });
      expect(steps.map((one) => one.kind === "act" && one.personName)).toEqual(["ana", "bo", "ana"]);
      const deeds = await store.audit.search({ ...WHOLE_AUDIT, deed: ["links_handed_out"] }, START);
      expect(deeds.rows).toHaveLength(3);
      expect(minted).toBe(1);
    });

    test("a link that is handed out again still shows how far its user got", async () => {
      const link = await linkOf("conn_1");
      await store.reconnectLinks.note(link.id, step(START + MINUTE, "opened"));
      await linkOf("conn_1", START + DAY);
      const [found] = await store.outreach.current(["conn_1"]);
      expect(found?.link).toMatchObject({ progress: "opened", at: START + MINUTE });
    });

    test("a link is valid until it expires or is revoked", async () => {
      const ending = await linkOf("conn_1");
      expect(await store.reconnectLinks.findOf("conn_1", ending.expiresAt - 1)).toEqual(ending);
      expect(await store.reconnectLinks.findOf("conn_1", ending.expiresAt)).toBeNull();
      const revoked = await linkOf("conn_2");
      await store.reconnectLinks.revoke(revoked.id, { ...BY, at: START + 1 });
      expect(await store.reconnectLinks.findOf("conn_2", START + 2)).toBeNull();
      expect(isGood((await store.reconnectLinks.find(revoked.id)) ?? revoked, START + 2)).toBe(false);
      expect((await linkOf("conn_2", START + 3)).nonce).not.toBe(revoked.nonce);
    });

    test("a case shows how far its user got: the last step, with where or why", async () => {
      const link = await linkOf("conn_1");
      for (const [minutes, progress, detail] of [
        [1, "opened", ""],
        [2, "started", ""],
        [3, "gave_up", "2fa"],
      ] as const) {
        await store.reconnectLinks.note(link.id, step(START + minutes * MINUTE, progress, detail));
      }
      const [found] = await store.outreach.current(["conn_1"]);
      expect(found?.link).toEqual({ progress: "gave_up", detail: "2fa", at: START + 3 * MINUTE });
      const { steps } = await store.outreach.history("conn_1");
      expect(steps.map(({ progress }) => progress)).toEqual(["handed_out", "opened", "started", "gave_up"]);
    });

    test("a repeated step within a minute is recorded once; each start is recorded", async () => {
      const link = await linkOf("conn_1");
      for (const at of [1, 2, 61_001, 61_002]) await store.reconnectLinks.note(link.id, step(START + at, "opened"));
      for (const at of [61_003, 61_004]) await store.reconnectLinks.note(link.id, step(START + at, "started"));
      const { steps } = await store.outreach.history("conn_1");
      expect(steps.map(({ progress }) => progress)).toEqual(["handed_out", "opened", "opened", "started", "started"]);
    });

    test("at most a few hundred steps of a link are stored", async () => {
      const link = await linkOf("conn_1");
      const steps = Array.from({ length: 320 }, (_, index) => step(START + index, "started"));
      await Promise.all(steps.map((one) => store.reconnectLinks.note(link.id, one)));
      expect((await store.outreach.history("conn_1")).steps).toHaveLength(300);
    });
  });
}
