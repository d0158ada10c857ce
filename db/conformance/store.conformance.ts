import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Store, TimelinePage, TimelinePageRequest } from "@/db/store";
import { WHOLE_AUDIT } from "@/domain/access/audit-search";
import { ATTENTIONS, CASE_ATTENTIONS } from "@/domain/connection/attention";
import type { Connection, ConnectionEvent } from "@/domain/connection/connection";
import { KNOWN_PERMISSIONS } from "@/domain/connection/permissions";
import { foldHistory } from "@/domain/connection/projection";
import { type IncomingEvent, occurredAtOf } from "@/domain/intake/event";
import { WHOLE_LOG } from "@/domain/intake/event-log";
import { type ConnectionFilter, type ConnectionSearch, WHOLE_LIST } from "@/domain/lists/connection-search";
import { parseConnectionSearch } from "@/domain/lists/connection-search-url";
import { CONNECTION_SORTS, DIRECTIONS } from "@/domain/lists/list-look";
import { isUnchanged, isWorthSaving, searchOfView, VIEWS_MAX } from "@/domain/lists/saved-view";
import { searchTextOf, searchWords } from "@/domain/lists/search-text";
import { ALL_SELECTED, type Selection } from "@/domain/lists/selection";
import type { TimelineStep } from "@/domain/lists/timeline";
import { ENVIRONMENTS } from "@/domain/values/environment";
import { anyText, deliveredHistories, type UnsignedDelivery } from "@/testing/arbitraries";
import { BY } from "@/testing/by";
import { matching } from "@/testing/recount/matching";
import { runs } from "@/testing/runs";
import { created, disconnected, docsBody, expired, incoming, sdkBody, updated } from "@/testing/worlds/deliveries";
import { randomFrom } from "@/testing/worlds/world";

const RUNS = runs(60);
const RECEIVED_AT = 1_000_000;
const NOW = 2_000_000;

/** Tests what every store promises, whatever its database. The factory returns an empty store that the test run disposes of. */
export function describeStore(name: string, freshStore: () => Store): void {
  describe(`${name}: the fold`, () => {
    test("any order and repetition of a history gives the state of its sorted fold", async () => {
      await fc.assert(
        fc.asyncProperty(deliveredHistories, ({ history, deliveries }) =>
          closing(freshStore(), async (store) => {
            await ingestAll(store, deliveries);
            for (const id of ["conn_a", "conn_b"]) {
              expect(comparable(await store.connections.find(id))).toEqual(comparable(foldOf(history, id)));
            }
          }),
        ),
        { numRuns: RUNS },
      );
    });

    test("the live state equals the rebuilt one", async () => {
      await fc.assert(
        fc.asyncProperty(deliveredHistories, ({ deliveries }) =>
          closing(freshStore(), async (store) => {
            await ingestAll(store, deliveries);
            const report = await store.maintenance.rebuild();
            expect({ corrected: report.corrected, removed: report.removed }).toEqual({ corrected: 0, removed: 0 });
          }),
        ),
        { numRuns: RUNS },
      );
    });

    test("an event dated ahead is placed at its first receipt, however often it is sent, and doesn't hide a later expiry", async () => {
      const store = freshStore();
      const ahead = updated({ occurredAt: 253_370_764_800_000 });
      await store.events.ingest(ahead, 10_000);
      await store.events.ingest(expired({ occurredAt: 20_000 }), 20_000);
      await store.events.ingest(ahead, 30_000);
      expect(await store.connections.find("conn_abc123")).toMatchObject({
        status: "expired",
        statusSince: 20_000,
        firstEventAt: 10_000,
        anomalies: 1,
      });
      const { steps } = await store.timelines.ofConnection("conn_abc123", { size: 10 });
      expect(steps[1]).toMatchObject({ event: { occurredAt: 10_000 }, effect: { anomalies: ["misdated"] } });
      expect(Buffer.from(bodyOf(steps[1]) ?? "").toString()).toContain("9999-");
    });

    test("an event that arrives late never undoes a newer one", async () => {
      const store = freshStore();
      await store.events.ingest(expired({ occurredAt: 20_000 }), RECEIVED_AT);
      await store.events.ingest(created({ occurredAt: 10_000, permissions: ["posts:read"] }), RECEIVED_AT);
      const connection = await store.connections.find("conn_abc123");
      expect(connection).toMatchObject({ status: "expired", statusSince: 20_000, permissions: ["posts:read"] });
    });

    test("a retry of an event without its own time keeps the first attempt's", async () => {
      const store = freshStore();
      const body = sdkBody("expired");
      await store.events.ingest(incoming(body, { messageId: "msg", sentAt: 90_000 }), RECEIVED_AT);
      await store.events.ingest(incoming(body, { messageId: "msg", sentAt: 30_000 }), RECEIVED_AT);
      expect(await store.connections.find("conn_abc123")).toMatchObject({ statusSince: 30_000, expiries: 1 });
    });

    test("a long name doesn't slow others down, and the event keeps all of it", async () => {
      const store = freshStore();
      const name = `Jane ${"n".repeat(100_000)}`;
      const event = created({ connection: "conn_long", account: { name } });
      await store.events.ingest(event, RECEIVED_AT);
      const [row] = (await store.connections.search({ ...WHOLE_LIST, q: "jane nnn" }, NOW)).rows;
      expect(row?.account.name).toHaveLength(500);
      const [step] = (await store.timelines.ofConnection("conn_long", { size: 10 })).steps;
      expect(bodyOf(step)).toEqual(event.body);
    });

    test("two ids with the same beginning, as long as an id may be, remain two events", async () => {
      const store = freshStore();
      const ids = ["a", "b"].map((end) => `${"c".repeat(255)}${end}`);
      for (const connection of ids) await store.events.ingest(created({ connection }), RECEIVED_AT);
      expect((await store.connections.search(WHOLE_LIST, NOW)).rows).toEqual([]);
      expect((await store.events.search(WHOLE_LOG, NOW)).rows).toHaveLength(2);
    });

    test("an event after the disconnection is stored, and changes no state", async () => {
      const store = freshStore();
      await store.events.ingest(disconnected({ occurredAt: 1_000 }), RECEIVED_AT);
      await store.events.ingest(updated({ occurredAt: 2_000 }), RECEIVED_AT);
      expect(await store.connections.find("conn_abc123")).toMatchObject({ status: "disconnected", anomalies: 1 });
      const { steps } = await store.timelines.ofConnection("conn_abc123", { size: 10 });
      expect(steps[0]).toMatchObject({ effect: { changes: [], anomalies: ["after_disconnection"] } });
    });
  });

  describe(`${name}: keeping events`, () => {
    test("a repeated delivery is counted and stored once", async () => {
      const store = freshStore();
      const event = created({}, { messageId: "msg" });
      const first = await store.events.ingest(event, RECEIVED_AT);
      const second = await store.events.ingest(event, RECEIVED_AT);
      expect(first.outcome).toBe("stored");
      expect(second).toEqual({ outcome: "duplicate", eventId: first.eventId });
      const { steps } = await store.timelines.ofConnection("conn_abc123", { size: 10 });
      expect(steps).toMatchObject([{ event: { deliveries: 2 } }]);
    });

    test("deliveries that arrive together each get their own response", async () => {
      const store = freshStore();
      const event = created({}, { messageId: "msg" });
      const outcomes = await Promise.all([1, 2, 3].map(() => store.events.ingest(event, RECEIVED_AT)));
      expect(outcomes.map((one) => one.outcome)).toEqual(["stored", "duplicate", "duplicate"]);
    });

    test("one delivery that can't be stored does not affect others in its transaction", async () => {
      const store = freshStore();
      const broken: IncomingEvent = { ...created(), scheme: brokenScheme() };
      const outcomes = await Promise.allSettled([
        store.events.ingest(created({ connection: "conn_1" }), RECEIVED_AT),
        store.events.ingest(broken, RECEIVED_AT),
        store.events.ingest(created({ connection: "conn_2" }), RECEIVED_AT),
      ]);
      expect(outcomes.map((one) => one.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect((await store.connections.search(WHOLE_LIST, NOW)).total.value).toBe(2);
    });

    test("a message id reused for another body keeps both events", async () => {
      const store = freshStore();
      const reused = { messageId: "msg" };
      await store.events.ingest(incoming(docsBody("created", { occurredAt: 1_000 }), reused), RECEIVED_AT);
      const other = incoming(docsBody("expired", { occurredAt: 2_000 }), reused);
      expect((await store.events.ingest(other, RECEIVED_AT)).outcome).toBe("stored");
      expect((await store.events.ingest(other, RECEIVED_AT)).outcome).toBe("duplicate");
      expect(await store.connections.find("conn_abc123")).toMatchObject({ status: "expired" });
    });

    test("a repeated delivery is recognized after the earlier event with its message id is erased", async () => {
      const store = freshStore();
      const reused = { messageId: "msg" };
      await store.events.ingest(created({ connection: "conn_gone", user: "user_gone" }, reused), RECEIVED_AT);
      const other = expired({ user: "user_kept" }, reused);
      await store.events.ingest(other, RECEIVED_AT);
      await store.maintenance.erase({ kind: "user", reference: "user_gone" }, { isDryRun: false }, BY);
      expect((await store.events.ingest(other, RECEIVED_AT)).outcome).toBe("duplicate");
      expect((await store.events.ingest(expired({ user: "user_new" }, reused), RECEIVED_AT)).outcome).toBe("stored");
    });

    test("without a message id and a time, the same bytes are one event within an hour, and another one later", async () => {
      const store = freshStore();
      const body = sdkBody("expired");
      const outcomes: string[] = [];
      for (const sentAt of [1_000, 5_000, 7 * 3_600_000]) {
        const { outcome } = await store.events.ingest(incoming(body, { scheme: "ofauth", sentAt }), RECEIVED_AT);
        outcomes.push(outcome);
      }
      expect(outcomes).toEqual(["stored", "duplicate", "stored"]);
    });

    test("a body that can't be understood is stored byte for byte", async () => {
      const store = freshStore();
      const body = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
      const { eventId } = await store.events.ingest(incoming(body), RECEIVED_AT);
      expect(Buffer.from((await store.events.findBody(eventId ?? 0)) ?? [])).toEqual(body);
      expect((await store.intake.summary()).unrecognised).toBe(1);
    });

    test("an unknown type with a connection is on its timeline and changes nothing", async () => {
      const store = freshStore();
      await store.events.ingest(created({ occurredAt: 1_000 }), RECEIVED_AT);
      const body = docsBody("created", { occurredAt: 2_000, status: "paused" }).replace(
        "connection.created",
        "connection.paused",
      );
      await store.events.ingest(incoming(body), RECEIVED_AT);
      expect(await store.connections.find("conn_abc123")).toMatchObject({ status: "active" });
      const { steps } = await store.timelines.ofConnection("conn_abc123", { size: 10 });
      expect(steps[0]).toMatchObject({ kind: "unrecognised", type: "connection.paused", reason: "unknown_type" });
    });

    test("unreadable events of one instant are on the timeline in order of arrival, whether or not their type is known", async () => {
      const known = incoming(docsBody("created", { occurredAt: 1_000 }));
      const unknown = incoming(known.body.toString().replace("connection.created", "connection.paused"));
      // As stored by a version that didn't know its type yet.
      const early = { ...known, reading: unknown.reading };
      for (const [first, second] of [
        [early, unknown],
        [unknown, early],
      ] as const) {
        const store = freshStore();
        const ids: (number | null)[] = [];
        for (const event of [first, second]) ids.push((await store.events.ingest(event, RECEIVED_AT)).eventId);
        await store.events.ingest(expired({ occurredAt: 1_000 }), RECEIVED_AT);
        const { steps } = await store.timelines.ofConnection("conn_abc123", { size: 10 });
        expect(steps.map((step) => ("id" in step ? step.id : step.kind))).toEqual([...ids.toReversed(), "connection"]);
      }
    });

    test("a sign of life is counted, and nothing of it is stored", async () => {
      const store = freshStore();
      const body = JSON.stringify({ type: "realtime.chat_message.received", data: { connection: { id: "conn_x" } } });
      expect(await store.events.ingest(incoming(body), RECEIVED_AT)).toEqual({ outcome: "counted", eventId: null });
      expect(await store.connections.find("conn_x")).toBeNull();
      await store.events.ingest(incoming(body, { sentAt: 500_000 }), RECEIVED_AT);
      expect(await store.connections.findSignOfLife("conn_x")).toEqual({ lastAt: 500_000, deliveries: 2 });
      expect((await store.intake.summary()).lastReceivedAt).toBeNull();
    });

    test("storing an event makes a revision and notifies listeners until they stop; repetitions don't", async () => {
      const store = freshStore();
      let heard = 0;
      const stop = store.changes.subscribe(() => heard++);
      const event = created();
      await store.events.ingest(event, RECEIVED_AT);
      await store.events.ingest(event, RECEIVED_AT);
      await store.intake.recordRefusal({ cause: "too_large", receivedAt: 0, bytes: null, tookMs: 1, headers: {} });
      stop();
      await store.events.ingest(expired(), RECEIVED_AT);
      expect(heard).toBe(2);
      expect(store.changes.revision()).toEqual({ events: 2, refusals: 1, outreach: 0 });
    });
  });

  describe(`${name}: searching connections`, () => {
    test("search agrees with checking every connection, for any text", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(person, { maxLength: 8 }),
          anyText,
          fc.nat(30),
          fc.nat(6),
          (people, text, from, length) =>
            closing(freshStore(), async (store) => {
              await ingestPeople(store, people);
              const all = (await store.connections.search(WHOLE_LIST, NOW)).rows;
              const somewhere = all
                .map(searchTextOf)
                .join("\n")
                .slice(from, from + length);
              for (const q of [text, somewhere]) {
                const search = parseConnectionSearch({ q, size: "100" });
                const words = searchWords(search.q);
                const expected = all.filter((one) => words.every((word) => searchTextOf(one).includes(word)));
                const page = await store.connections.search(search, NOW);
                expect(ids(page.rows).sort()).toEqual(ids(expected).sort());
                expect(page.total).toEqual({ value: expected.length, precision: "exact" });
              }
            }),
        ),
        { numRuns: RUNS },
      );
    });

    test("the pages of a list, joined, are the list, in both directions and every order", async () => {
      const people = Array.from({ length: 61 }, (_, index) => ({
        name: `Name ${index % 5}`,
        username: `user${index}`,
        user: index % 7 === 0 ? null : `user_${index % 9}`,
        status: index % 3 === 0 ? "expired" : "active",
      }));
      const store = freshStore();
      await ingestPeople(store, people);
      for (const sort of CONNECTION_SORTS) {
        for (const order of DIRECTIONS) {
          for (const status of [[], ["expired"], ["expired", "active"]]) {
            await expectPagesToJoin(store, { ...WHOLE_LIST, sort, order, status });
          }
        }
      }
    });

    test("the two directions of an order mirror each other", async () => {
      const store = freshStore();
      await ingestPeople(store, [
        { name: "B" },
        { name: "a" },
        { user: null },
        { name: "B", user: null },
        { username: "c" },
      ]);
      for (const sort of CONNECTION_SORTS) {
        const [up, down] = await Promise.all(
          DIRECTIONS.map(async (order) =>
            ids((await store.connections.search({ ...WHOLE_LIST, sort, order }, NOW)).rows),
          ),
        );
        expect(up).toEqual([...(down ?? [])].reverse());
      }
    });

    test("counts by status follow the search words, not the selected status", async () => {
      const store = freshStore();
      await ingestPeople(store, [
        { name: "Jane", status: "active" },
        { name: "Janet", status: "expired" },
        { name: "Bob", status: "expired" },
      ]);
      const page = await store.connections.search({ ...WHOLE_LIST, q: "jan", status: ["expired"] }, NOW);
      expect(page.total.value).toBe(1);
      expect(Object.fromEntries(page.facets.status.map(({ value, count }) => [value, count]))).toEqual({
        active: 1,
        expired: 1,
      });
    });

    test("any filter and its counts agree with checking every connection", async () => {
      const store = freshStore();
      for (const deliveries of fc.sample(deliveredHistories, { numRuns: 12, seed: 1 })) {
        await ingestAll(store, deliveries.deliveries);
      }
      await ingestVariety(store);
      const all = (await store.connections.search({ ...WHOLE_LIST, size: "100" }, NOW)).rows;
      await fc.assert(
        fc.asyncProperty(filters, fc.constantFrom(...CONNECTION_SORTS), async (filter, sort) => {
          const page = await store.connections.search({ ...WHOLE_LIST, ...filter, sort, size: "100" }, NOW);
          const expected = matching(all, filter, NOW);
          expect(ids(page.rows).sort()).toEqual(ids(expected).sort());
          expect(page.total).toEqual({ value: expected.length, precision: "exact" });
          expect(await store.connections.count(filter, NOW)).toEqual(page.total);
          const among = (change: Partial<ConnectionFilter>) => matching(all, { ...filter, ...change }, NOW);
          for (const { value, count } of page.facets.status) {
            expect(among({ status: [value], notStatus: [] })).toHaveLength(count);
          }
          for (const { value, count } of page.facets.environment) {
            const environment = ENVIRONMENTS.filter((one) => one === value);
            expect(among({ environment, notEnvironment: [] })).toHaveLength(count);
          }
          for (const { value, count } of page.facets.attention) {
            const attention = STATE_ATTENTIONS.filter((one) => one === value);
            if (attention.length === 0) continue;
            expect(among({ attention, notAttention: [] })).toHaveLength(count);
          }
          for (const { value, count } of page.facets.has) {
            const has = filter.hasMode === "all" ? [...filter.has, value] : [value];
            expect(among({ has })).toHaveLength(count);
          }
          for (const { value, count } of page.facets.lacks) expect(among({ lacks: [value] })).toHaveLength(count);
          expect(among({ user: [], notUser: [], noUser: "only" })).toHaveLength(page.facets.withoutUser);
          expect(among({ user: [], notUser: [], noUser: "exclude" })).toHaveLength(page.facets.withUser);
        }),
        { numRuns: runs(150) },
      );
    });

    test("exact matches of a pasted id come first, on the first page only", async () => {
      const store = freshStore();
      const people = Array.from({ length: 30 }, (_, index) => ({ user: `user_${index}`, name: "user_1" }));
      await ingestPeople(store, people);
      const search = { ...WHOLE_LIST, q: "user_1", size: "25" as const };
      const first = await store.connections.search(search, NOW);
      expect(first.rows[0]?.user).toBe("user_1");
      const second = await store.connections.search({ ...search, after: first.next ?? "" }, NOW);
      expect(new Set(ids([...first.rows, ...second.rows])).size).toBe(30);
      const byId = await store.connections.search({ ...search, q: " conn_7 " }, NOW);
      expect(byId.rows[0]?.id).toBe("conn_7");
    });

    test("an id with blanks comes first when searched for exactly, before the one without them", async () => {
      const store = freshStore();
      const users = ["ann", " ann", "ann ", "ann lee", "other ann"];
      await ingestPeople(
        store,
        users.map((user) => ({ user, name: "ann lee" })),
      );
      for (const q of users) {
        const { rows } = await store.connections.search({ ...WHOLE_LIST, q }, NOW);
        expect([q, rows[0]?.user]).toEqual([q, q]);
      }
    });

    test("reading all returns each row once, in the list's order, even while rows move", async () => {
      const store = freshStore();
      const people = Array.from({ length: 2_300 }, (_, index) => ({ name: `Name ${index % 97}` }));
      await ingestPeople(store, people);
      for (const sort of ["last_event", "name"] as const) {
        const search = { ...WHOLE_LIST, sort, order: "desc" as const };
        const { total, slices } = await store.connections.readAll(search, ALL_SELECTED, NOW);
        const read: string[] = [];
        for await (const slice of slices) {
          read.push(...ids(slice));
          const moving = [ids(slice)[0] ?? "", `conn_${2_299 - read.length}`].filter((id) => /^conn_\d+$/.test(id));
          for (const connection of moving) {
            const move = updated({ connection, account: { name: "zz" }, occurredAt: NOW });
            await store.events.ingest(move, RECEIVED_AT);
          }
        }
        expect(total).toEqual({ value: 2_300, precision: "exact" });
        expect([read.length, new Set(read).size]).toEqual([2_300, 2_300]);
      }
    });

    test("reading all can be limited to some rows, or to all but some", async () => {
      const store = freshStore();
      await ingestPeople(store, [{ name: "Jane" }, { name: "Janet" }, { name: "Bob" }]);
      const search = { ...WHOLE_LIST, q: "jan" };
      const read = async (selection: Selection) => {
        const { total, slices } = await store.connections.readAll(search, selection, NOW);
        const rows: Connection[] = [];
        for await (const slice of slices) rows.push(...slice);
        expect(rows).toHaveLength(total.value);
        return ids(rows).sort();
      };
      expect(await read(ALL_SELECTED)).toEqual(["conn_0", "conn_1"]);
      expect(await read({ kind: "all", except: ["conn_0", "conn_2"] })).toEqual(["conn_1"]);
      expect(await read({ kind: "some", ids: ["conn_0", "conn_2", "conn_9"] })).toEqual(["conn_0"]);
    });

    test("characters with a meaning in SQL or FTS are plain characters", async () => {
      const store = freshStore();
      await ingestPeople(store, [{ name: "100% a_b" }, { name: "100 axb" }, { name: `"AND" OR 'x'` }]);
      for (const [q, expected] of [
        ["100%", 1],
        ["a_b", 1],
        [`"and"`, 1],
        // Apostrophes are left out of every text: two names have an x.
        ["'x'", 2],
        ["or 'x'", 1],
        ["% ", 1],
        ["_b", 1],
      ] as const) {
        expect([q, (await store.connections.search({ ...WHOLE_LIST, q }, NOW)).total.value]).toEqual([q, expected]);
      }
    });

    test("a damaged cursor, or one of another order, starts at the beginning", async () => {
      const store = freshStore();
      await ingestPeople(store, [{ name: "Jane" }]);
      for (const after of ["%%%", "bm90IGpzb24", Buffer.from('["name.asc","x",1,0]').toString("base64url")]) {
        expect((await store.connections.search({ ...WHOLE_LIST, after }, NOW)).rows).toHaveLength(1);
      }
    });
  });

  describe(`${name}: saved views`, () => {
    const query = "?status=expired";

    test("a deployment's initial views have valid queries, and can be removed for good", async () => {
      const store = freshStore();
      const views = await store.views.list();
      expect(views.map((view) => view.name)).toEqual([
        "Expired, to contact",
        "Expired again",
        "Active, missing a permission",
        "New this week",
        "Disconnected",
      ]);
      for (const view of views) {
        expect(isUnchanged(searchOfView(view), view)).toBe(true);
        expect(isWorthSaving(searchOfView(view))).toBe(true);
        await store.views.remove(view.id, BY);
      }
      expect(await store.views.list()).toEqual([]);
    });

    test("a view is appended, changed in place and removed", async () => {
      const store = freshStore();
      const added = await store.views.add({ name: "Mine", query }, BY);
      if (!("view" in added)) throw new Error(added.refusal);
      const { id } = added.view;
      expect((await store.views.list()).at(-1)).toEqual({ id, name: "Mine", query });
      expect(await store.views.update(id, { name: "Ours" }, BY)).toEqual({ view: { id, name: "Ours", query } });
      expect(await store.views.update(id, { query: "?q=a" }, BY)).toEqual({
        view: { id, name: "Ours", query: "?q=a" },
      });
      expect(await store.views.remove(id, BY)).toEqual({ view: { id, name: "Ours", query: "?q=a" } });
      expect(await store.views.remove(id, BY)).toEqual({ refusal: "unknown_view" });
      expect(await store.views.update(id, { name: "Gone" }, BY)).toEqual({ refusal: "unknown_view" });
      const { rows } = await store.audit.search(WHOLE_AUDIT, 0);
      expect(rows.map(({ deed, subject, details }) => [deed, subject, details])).toEqual(
        ["view_removed", "view_changed", "view_renamed", "view_added"].map((deed) => [deed, `view ${id}`, {}]),
      );
    });

    test("two views never have the same name, however it is written", async () => {
      const store = freshStore();
      await store.views.add({ name: "Zoë", query }, BY);
      expect(await store.views.add({ name: "ZOË", query }, BY)).toEqual({ refusal: "name_taken" });
      const other = await store.views.add({ name: "Other", query }, BY);
      if (!("view" in other)) throw new Error(other.refusal);
      expect(await store.views.update(other.view.id, { name: "zoe\u0308" }, BY)).toEqual({ refusal: "name_taken" });
      expect(await store.views.update(other.view.id, { name: "OTHER" }, BY)).toMatchObject({ view: { name: "OTHER" } });
    });

    test("their number is limited", async () => {
      const store = freshStore();
      const before = (await store.views.list()).length;
      for (let index = before; index < VIEWS_MAX; index++) await store.views.add({ name: `View ${index}`, query }, BY);
      expect(await store.views.add({ name: "One more", query }, BY)).toEqual({ refusal: "too_many" });
    });
  });

  describe(`${name}: timelines`, () => {
    test("the pages of a timeline, joined, are the timeline, for a connection and for a user", async () => {
      const store = freshStore();
      for (let index = 0; index < 40; index++) {
        const said = { connection: `conn_${index % 3}`, occurredAt: Math.floor(index / 4) * 1_000, user: "ann" };
        await store.events.ingest(index % 2 === 0 ? updated(said) : expired(said), RECEIVED_AT);
      }
      const readers: ((page: TimelinePageRequest) => Promise<TimelinePage>)[] = [
        (page) => store.timelines.ofUser("ann", page),
        (page) => store.timelines.ofConnection("conn_1", page),
        (page) => store.timelines.ofUser("ann", { ...page, types: ["expired"] }),
        (page) => store.timelines.ofConnection("conn_2", { ...page, occurred: { from: 2_000, until: 8_000 } }),
      ];
      for (const read of readers) {
        const whole = (await read({ size: 100 })).steps;
        const pages: TimelinePage[] = [];
        let after: string | null = null;
        do {
          const page: TimelinePage = await read({ after, size: 7 });
          pages.push(page);
          after = page.next;
        } while (after);
        expect(pages.flatMap((page) => page.steps)).toEqual(whole);
        for (const [index, page] of pages.entries()) {
          const before = page.previous && (await read({ before: page.previous, size: 7 }));
          expect(before ? before.steps : undefined).toEqual(pages[index - 1]?.steps);
        }
      }
    });

    test("filters by kind and time leave the remaining steps unchanged", async () => {
      const store = freshStore();
      await store.events.ingest(created({ occurredAt: 1_000, permissions: ["a:b"] }), RECEIVED_AT);
      await store.events.ingest(expired({ occurredAt: 2_000 }), RECEIVED_AT);
      await store.events.ingest(updated({ occurredAt: 3_000, permissions: ["a:b", "c:d"] }), RECEIVED_AT);
      await store.events.ingest(expired({ occurredAt: 4_000 }), RECEIVED_AT);
      const { steps } = await store.timelines.ofConnection("conn_abc123", { size: 9 });
      const only = await store.timelines.ofConnection("conn_abc123", { size: 9, types: ["expired"] });
      expect(only.steps).toEqual([steps[0], steps[2]]);
      const occurred = { from: 2_000, until: 4_000 };
      expect((await store.timelines.ofConnection("conn_abc123", { size: 9, occurred })).steps).toEqual(
        steps.slice(1, 3),
      );
    });

    test("steps that changed nothing take one line of a page together", async () => {
      const store = freshStore();
      await store.events.ingest(created({ occurredAt: 1_000 }), RECEIVED_AT);
      for (let index = 2; index < 90; index++)
        await store.events.ingest(updated({ occurredAt: index * 1_000 }), RECEIVED_AT);
      await store.events.ingest(expired({ occurredAt: 100_000 }), RECEIVED_AT);
      const page = await store.timelines.ofConnection("conn_abc123", { size: 3 });
      expect([page.steps.length, page.next]).toEqual([90, null]);
    });

    test("a page begins slightly above the requested event, and reports if it isn't there", async () => {
      const store = freshStore();
      for (let index = 1; index < 30; index++) {
        const said = { occurredAt: index * 1_000, permissions: [`p:${index}`] };
        await store.events.ingest(updated(said), RECEIVED_AT);
      }
      const ids = async (startAt: number) => {
        const page = await store.timelines.ofConnection("conn_abc123", { size: 5, startAt });
        return [page.hasStart, page.steps.map((one) => (one.kind === "connection" ? one.event.id : one.id))];
      };
      expect(await ids(10)).toEqual([true, [13, 12, 11, 10, 9]]);
      expect(await ids(29)).toEqual([true, [29, 28, 27, 26, 25]]);
      expect(await ids(77)).toEqual([false, [29, 28, 27, 26, 25]]);
    });

    test("lives list when the status changed, oldest first", async () => {
      const store = freshStore();
      await store.events.ingest(created({ occurredAt: 1_000 }), RECEIVED_AT);
      await store.events.ingest(updated({ occurredAt: 2_000 }), RECEIVED_AT);
      await store.events.ingest(expired({ occurredAt: 3_000 }), RECEIVED_AT);
      expect(await store.timelines.lives(["conn_nobody", "conn_abc123"])).toMatchObject([
        { connectionId: "conn_nobody", turns: [] },
        {
          connectionId: "conn_abc123",
          turns: [
            { status: "active", from: 1_000, eventId: 1 },
            { status: "expired", from: 3_000, eventId: 3 },
          ],
        },
      ]);
    });

    test("an account's other connections are those in use, and the same user's disconnected ones", async () => {
      const store = freshStore();
      const account = { id: "of_1" };
      for (const [index, connection] of ["conn_1", "conn_2", "conn_3", "conn_4"].entries()) {
        const user = connection === "conn_4" ? "user_4" : "user_1";
        await store.events.ingest(created({ connection, user, account, occurredAt: 1_000 + index }), RECEIVED_AT);
      }
      await store.events.ingest(
        created({ connection: "conn_5", account: { id: "of_5" }, occurredAt: 1_000 }),
        RECEIVED_AT,
      );
      for (const [connection, user] of [
        ["conn_2", "user_1"],
        ["conn_4", "user_4"],
      ] as const) {
        await store.events.ingest(disconnected({ connection, user, occurredAt: 2_000 }), RECEIVED_AT);
      }
      const others = async (id: string) => (await store.connections.listOfSameAccount(id)).map((one) => one.id);
      expect(await others("conn_1")).toEqual(["conn_3", "conn_2"]);
      expect(await others("conn_4")).toEqual(["conn_3", "conn_1"]);
      expect(await others("conn_5")).toEqual([]);
      expect(await others("conn_nobody")).toEqual([]);
    });

    test("an event overtaken by another is marked late, wherever the page begins", async () => {
      const store = freshStore();
      await store.events.ingest(created({ occurredAt: 1_000 }), RECEIVED_AT);
      await store.events.ingest(expired({ occurredAt: 3_000 }), RECEIVED_AT);
      await store.events.ingest(updated({ occurredAt: 2_000 }), RECEIVED_AT);
      const whole = await store.timelines.ofConnection("conn_abc123", { size: 10 });
      expect(whole.steps.map((one) => one.kind === "connection" && one.isLate)).toEqual([false, true, false]);
      const first = await store.timelines.ofConnection("conn_abc123", { size: 1 });
      const second = await store.timelines.ofConnection("conn_abc123", { after: first.next, size: 1 });
      expect(second.steps).toMatchObject([{ isLate: true }]);
    });
  });

  describe(`${name}: refusals`, () => {
    test("all are counted, a bounded number is stored, and a flood of one cause doesn't push out others", async () => {
      const store = freshStore();
      const refuse = (cause: "missing_signature" | "signature_mismatch", receivedAt: number) =>
        store.intake.recordRefusal({ cause, receivedAt, bytes: 10, tookMs: 1, headers: { "user-agent": "x" } });
      await refuse("signature_mismatch", 1);
      await Promise.all(Array.from({ length: 500 }, (_, index) => refuse("missing_signature", index + 2)));
      const kept = await store.intake.listRefusals(10_000);
      expect(kept.length).toBeLessThanOrEqual(101);
      expect(kept[0]).toMatchObject({ cause: "missing_signature", receivedAt: 501 });
      expect(kept.at(-1)).toMatchObject({ cause: "signature_mismatch" });
      expect((await store.intake.summary()).refused).toEqual([
        { cause: "missing_signature", deliveries: 500, lastAt: 501 },
        { cause: "signature_mismatch", deliveries: 1, lastAt: 1 },
      ]);
    });
  });
}

type Person = { name?: string; username?: string; user?: string | null; status?: string };

const person = fc.record({ name: anyText, username: anyText, user: fc.option(anyText) });

async function ingestPeople(store: Store, people: readonly Person[]): Promise<void> {
  const kept = people.map(({ user = "someone", status = "active", ...account }, index) => {
    const said = { connection: `conn_${index}`, user, status, account, occurredAt: (index % 11) * 1_000 };
    return store.events.ingest(created(said), RECEIVED_AT);
  });
  await Promise.all(kept);
}

/** Runs work on a store and closes it: a property's many runs must not keep theirs open until the test ends. */
async function closing(store: Store, work: (store: Store) => Promise<void>): Promise<void> {
  try {
    await work(store);
  } finally {
    store.close();
  }
}

/** Connections that differ in everything that can be filtered, some with the same account. */
async function ingestVariety(store: Store): Promise<void> {
  const random = randomFrom(3);
  const pick = <T>(...values: T[]): T => values[Math.floor(random() * values.length)] as T;
  for (let index = 0; index < 40; index++) {
    const connection = `conn_v${index}`;
    const user = pick("ann", "bob", null);
    const account = { id: `${index % 30}`, name: pick("Ann", "Bo Ann", "Zoë") };
    const permissions = KNOWN_PERMISSIONS.slice(0, 4).filter(() => random() < 0.5);
    const at = () => Math.floor(random() * 40) * 86_400_000 + NOW - 40 * 86_400_000;
    const full = { connection, user, account, ...pick({ permissions }, {}) };
    await store.events.ingest(created({ ...full, occurredAt: at() }), RECEIVED_AT);
    if (random() < 0.6) await store.events.ingest(expired({ connection, user, occurredAt: at() }), RECEIVED_AT);
    if (random() < 0.4) {
      const said = { ...full, status: pick("active", "odd"), permissions: permissions.slice(1), occurredAt: at() };
      await store.events.ingest(updated(said), RECEIVED_AT);
    }
    if (random() < 0.4) await store.events.ingest(expired({ connection, user, occurredAt: at() }), RECEIVED_AT);
    if (random() < 0.3) await store.events.ingest(disconnected({ connection, user, occurredAt: at() }), RECEIVED_AT);
    const body = sdkBody("updated", { connection, user, live: pick(true, false), occurredAt: at() });
    if (random() < 0.5) await store.events.ingest(incoming(body), RECEIVED_AT);
  }
}

const permissionNames = fc.subarray([...KNOWN_PERMISSIONS.slice(0, 5), "an:unknown"], { maxLength: 3 });
const userNames = fc.subarray(["ann", "bob", "nobody"], { maxLength: 2 });
const dates = fc.constantFrom("", "", "", "24h", "7d", "30d", "over-30d", "1970-01-02..", "..1970-01-05");
const rarely = <T>(values: fc.Arbitrary<T[]>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: values });

/** Cases are tested in `outreach.conformance.ts`. */
const STATE_ATTENTIONS = ATTENTIONS.filter((one) => !CASE_ATTENTIONS.some((other) => other === one));

const filters: fc.Arbitrary<ConnectionFilter> = fc.record({
  list: fc.constant("connections" as const),
  outreach: fc.constant([]),
  owner: fc.constant([]),
  link: fc.constant([]),
  q: fc.constantFrom("", "", "ann", "o", "bo", "conn_v1"),
  status: rarely(fc.subarray(["active", "expired", "odd", "never"])),
  notStatus: rarely(fc.subarray(["active", "disconnected"])),
  environment: rarely(fc.subarray([...ENVIRONMENTS])),
  notEnvironment: rarely(fc.subarray([...ENVIRONMENTS])),
  has: rarely(permissionNames),
  hasMode: fc.constantFrom("any" as const, "all" as const),
  lacks: rarely(permissionNames),
  attention: rarely(fc.subarray(STATE_ATTENTIONS)),
  notAttention: rarely(fc.subarray(STATE_ATTENTIONS)),
  user: rarely(userNames),
  notUser: rarely(userNames),
  noUser: fc.constantFrom("" as const, "" as const, "only" as const, "exclude" as const),
  expired: dates,
  created: dates,
  lastEvent: dates,
  zone: fc.constant("UTC"),
});

async function ingestAll(store: Store, deliveries: readonly UnsignedDelivery[]): Promise<void> {
  for (const { body, ...sent } of deliveries) await store.events.ingest(incoming(body, sent), sent.receivedAt);
}

async function expectPagesToJoin(store: Store, search: ConnectionSearch): Promise<void> {
  const whole = await store.connections.search({ ...search, size: "100" }, NOW);
  const forward = [await store.connections.search({ ...search, size: "25" }, NOW)];
  for (let next = forward[0]?.next; next; next = forward.at(-1)?.next) {
    forward.push(await store.connections.search({ ...search, size: "25", after: next }, NOW));
  }
  expect(ids(forward.flatMap((page) => page.rows))).toEqual(ids(whole.rows));
  expect(forward.map((page) => page.offset)).toEqual(forward.map((_, index) => index * 25));
  const backward = [forward.at(-1)];
  for (let previous = backward[0]?.previous; previous; previous = backward[0]?.previous) {
    backward.unshift(await store.connections.search({ ...search, size: "25", before: previous }, NOW));
  }
  expect(backward.map((page) => page && [ids(page.rows), page.offset])).toEqual(
    forward.map((page) => [ids(page.rows), page.offset]),
  );
}

/** Folds a history, numbered in the order written. No tie in it depends on that. */
function foldOf(history: readonly UnsignedDelivery[], connectionId: string): Connection | null {
  const events = history.map(({ body, ...sent }, index): ConnectionEvent[] => {
    const event = incoming(body, sent);
    const { reading } = event;
    if (reading.kind !== "connection" || reading.connectionId !== connectionId) return [];
    const { receivedAt } = sent;
    return [{ id: index, occurredAt: occurredAtOf(event, receivedAt), receivedAt, deliveries: 1, said: reading }];
  });
  return foldHistory(events.flat());
}

/** Without event numbers, which depend on arrival. */
function comparable(connection: Connection | null) {
  if (!connection) return null;
  const { setBy: _setBy, last, ...rest } = connection;
  return { ...rest, last: { occurredAt: last.occurredAt, change: last.change } };
}

function ids(rows: readonly Connection[]): string[] {
  return rows.map((row) => row.id);
}

/** A value that the types forbid and every database must reject. */
function brokenScheme(): IncomingEvent["scheme"] {
  return null as never;
}

function bodyOf(step: TimelineStep | undefined): Uint8Array | undefined {
  return step && step.kind !== "act" ? step.body : undefined;
}
