import fc from "fast-check";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { CurrentCase } from "@/db/outreach-store";
import type { Store, TimelinePage } from "@/db/store";
import type { By } from "@/domain/access/audit";
import { WHOLE_AUDIT } from "@/domain/access/audit-search";
import { type ConnectionSearch, WHOLE_LIST, WHOLE_QUEUE } from "@/domain/lists/connection-search";
import { searchOfView } from "@/domain/lists/saved-view";
import { ALL_SELECTED } from "@/domain/lists/selection";
import type { TimelineType } from "@/domain/lists/timeline-search";
import type { ActContent } from "@/domain/outreach/case-act";
import { isOpen, OUTREACH_STATES, type OutreachState, rankOf, stateOf } from "@/domain/outreach/outreach";
import { fateOf } from "@/domain/outreach/outreach-results";
import { ANOTHER_CONNECTION } from "@/domain/outreach/reconnect-step";
import { BY } from "@/testing/by";
import { runs } from "@/testing/runs";
import { created, disconnected, expired, updated } from "@/testing/worlds/deliveries";
import { randomFrom } from "@/testing/worlds/world";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1);
const CONTACT = { kind: "contacted", channel: "email", template: "Reminder", note: "" } satisfies ActContent;
const WHATEVER = { seen: null, coolDownMs: DAY };
/** The time for a store to notice something on its own, on a busy machine. */
const PATIENCE = { timeout: 60_000 };

/** Tests what every store promises about cases. */
export function describeOutreach(name: string, openFresh: () => Store): void {
  describe(`${name}: outreach`, () => {
    let store: Store;

    beforeEach(() => {
      store = openFresh();
    });

    const at = (hours: number) => START + hours * HOUR;
    const ana = (hours: number): By => ({ author: { ...BY.author, id: 1, name: "ana@relink.test" }, at: at(hours) });
    const bo = (hours: number): By => ({ author: { ...BY.author, id: 2, name: "bo@relink.test" }, at: at(hours) });

    async function expire(connection: string, hours: number, user: string | null = `of ${connection}`): Promise<void> {
      const account = { id: `account of ${connection}` };
      await store.events.ingest(created({ connection, user, account, occurredAt: at(hours) - 30 * DAY }), at(hours));
      await store.events.ingest(expired({ connection, user, occurredAt: at(hours) }), at(hours));
    }

    async function back(connection: string, hours: number): Promise<void> {
      await store.events.ingest(updated({ connection, occurredAt: at(hours) }), at(hours));
    }

    const some = (...ids: string[]) => ({ search: WHOLE_LIST, selection: { kind: "some" as const, ids } });

    async function caseOf(connection: string): Promise<CurrentCase> {
      const [found] = await store.outreach.current([connection]);
      if (!found) throw new Error(`${connection} has no case`);
      return found;
    }

    async function standing(connection: string, hours: number): Promise<string> {
      const found = await caseOf(connection);
      return stateOf(found, found, { isHeld: found.isHeld, isBlocked: found.block !== null }, at(hours));
    }

    test("a case opens with the expiry, and closes with the recovery or the disconnection", async () => {
      await expire("conn_1", 0);
      await expire("conn_2", 0);
      expect(await standing("conn_1", 1)).toBe("to_contact");
      await back("conn_1", 2);
      await store.events.ingest(disconnected({ connection: "conn_2", occurredAt: at(2) }), at(2));
      expect(await standing("conn_1", 3)).toBe("reconnected");
      expect(await standing("conn_2", 3)).toBe("disconnected");
      expect(await caseOf("conn_1")).toMatchObject({ openedAt: at(0), closedAt: at(2) });
    });

    test("undoing leaves acts on cases that have ended since, and announces that", async () => {
      await expire("conn_1", 0, "u1");
      await expire("conn_2", 0, "u1");
      const { batch } = await store.outreach.act(some("conn_1"), CONTACT, WHATEVER, ana(1));
      const together = async () => (await store.outreach.history("conn_2")).together[batch ?? 0] ?? 0;
      expect(await together()).toBe(2);
      await store.events.ingest(updated({ connection: "conn_1", user: "u1", occurredAt: at(2) }), at(2));
      await store.events.ingest(expired({ connection: "conn_1", user: "u1", occurredAt: at(3) }), at(3));
      expect(await together()).toBe(1);
      expect(await store.outreach.undo(batch ?? 0, ana(4))).toBe(1);
      expect(await caseOf("conn_2")).toMatchObject({ contacts: 0 });
      const [relapse, ended] = (await store.outreach.history("conn_1")).cases;
      expect([relapse?.contacts, ended?.contacts]).toEqual([0, 1]);
      expect(await store.outreach.undo(batch ?? 0, ana(5))).toBe(0);
    });

    describe("timelines", () => {
      const words = ({ steps }: TimelinePage) =>
        steps.map((one) => {
          if (one.kind !== "act") return one.kind === "connection" ? one.event.said.change : one.kind;
          const { content } = one;
          return content.kind === "link" ? content.progress : content.kind;
        });

      async function work(): Promise<void> {
        await expire("conn_1", 0);
        await store.outreach.act(some("conn_1"), { kind: "assigned", to: 1 }, WHATEVER, ana(1));
        const contact = await store.outreach.act(some("conn_1"), CONTACT, WHATEVER, bo(2));
        await store.outreach.undo(contact.batch ?? 0, ana(3));
        const options = { now: at(4), expiresAt: at(900), mintNonce: () => "nonce" };
        const [link] = await store.reconnectLinks.handOut(["conn_1"], options, bo(4));
        const opened = { at: at(5), progress: "opened", detail: "", connectionId: null } as const;
        await store.reconnectLinks.note(link?.id ?? 0, opened);
        await store.outreach.act(some("conn_1"), { kind: "snoozed", until: at(90), note: "Away." }, WHATEVER, bo(6));
        await store.outreach.act(some("conn_1"), { kind: "reopened" }, WHATEVER, bo(7));
        await store.outreach.act(some("conn_1"), { kind: "noted", note: "Called." }, WHATEVER, bo(8));
        await store.outreach.block("conn_1", "Asked us to stop.", ana(9));
        await store.outreach.unblock("conn_1", ana(10));
        await store.reconnectLinks.revoke(link?.id ?? 0, bo(11));
        await store.outreach.act(some("conn_1"), { kind: "dismissed", reason: "left", note: "" }, WHATEVER, bo(12));
        await back("conn_1", 13);
      }

      const STORY = [
        ...["updated", "dismissed", "link_revoked", "unblocked", "blocked", "noted", "reopened", "snoozed", "opened"],
        ...["handed_out", "undone", "contacted", "assigned", "expired", "created"],
      ];

      test("acts of people and users are among the events, newest first, with their authors", async () => {
        await work();
        const page = await store.timelines.ofConnection("conn_1", { size: 50 });
        expect(words(page)).toEqual(STORY);
        expect(words(await store.timelines.ofUser("user_456", { size: 50 }))).toEqual(STORY);
        const people = page.steps.flatMap((one) => (one.kind === "act" ? one.personName : []));
        expect(people.map((name) => name?.split("@")[0] ?? "the user")).toEqual([
          "bo",
          "bo",
          "ana",
          "ana",
          "bo",
          "bo",
          "bo",
          "the user",
          "bo",
          "ana",
          "bo",
          "ana",
        ]);
        expect(page.steps).toContainEqual(
          expect.objectContaining({ content: { ...CONTACT, isUndone: true }, at: at(2), connectionId: "conn_1" }),
        );
        expect(page.steps).toContainEqual(
          expect.objectContaining({ content: { kind: "blocked", reason: "Asked us to stop." } }),
        );
      });

      test("pages of events and acts, joined in either direction, are the whole, even at equal instants", async () => {
        await work();
        for (const note of ["a", "b", "c"]) {
          await store.outreach.act(some("conn_1"), { kind: "noted", note }, WHATEVER, ana(13));
        }
        await store.events.ingest(expired({ connection: "conn_1", occurredAt: at(13) }), at(13));
        const whole = (await store.timelines.ofConnection("conn_1", { size: 50 })).steps;
        expect(whole).toHaveLength(STORY.length + 4);
        for (const size of [1, 2, 3, 7]) {
          const pages: TimelinePage[] = [];
          let after: string | null = null;
          do {
            const page: TimelinePage = await store.timelines.ofConnection("conn_1", { after, size });
            pages.push(page);
            after = page.next;
          } while (after);
          expect(pages.flatMap(({ steps }) => steps)).toEqual(whole);
          for (const [index, { previous }] of pages.entries()) {
            const before = previous && (await store.timelines.ofConnection("conn_1", { before: previous, size }));
            expect(before ? before.steps : undefined).toEqual(pages[index - 1]?.steps);
          }
        }
      });

      test("it can be filtered by kinds of acts and events, and by time", async () => {
        await work();
        const only = async (...types: TimelineType[]) =>
          words(await store.timelines.ofConnection("conn_1", { size: 50, types }));
        expect(await only("contacted")).toEqual(["undone", "contacted"]);
        expect(await only("blocked", "expired")).toEqual(["unblocked", "blocked", "expired"]);
        expect(await only("link_handed_out")).toEqual(["link_revoked", "handed_out"]);
        expect(await only("link_used")).toEqual(["opened"]);
        expect(await only("created")).toEqual(["created"]);
        const occurred = { from: at(6), until: at(8) };
        expect(words(await store.timelines.ofConnection("conn_1", { size: 50, occurred }))).toEqual([
          "reopened",
          "snoozed",
        ]);
      });

      test("a block is on the timeline of each connection of the user", async () => {
        await expire("conn_1", 0, "u1");
        await expire("conn_2", 0, "u1");
        await store.outreach.block("conn_1", "", ana(1));
        expect(words(await store.timelines.ofConnection("conn_2", { size: 1 }))).toEqual(["blocked"]);
        expect(words(await store.timelines.ofUser("u1", { size: 5 })).slice(0, 2)).toEqual(["blocked", "blocked"]);
      });
    });

    test("a contact makes a case wait, a snooze puts it off, a dismissal closes it; each can be undone", async () => {
      await expire("conn_1", 0);
      const contacted = await store.outreach.act(some("conn_1"), CONTACT, WHATEVER, ana(1));
      expect(contacted).toMatchObject({ cases: 1, left: { closed: 0 } });
      expect(await standing("conn_1", 2)).toBe("waiting");
      expect(await caseOf("conn_1")).toMatchObject({
        contacts: 1,
        lastContact: { channel: "email", template: "Reminder", at: at(1) },
        lastContactWithUser: { personName: "ana@relink.test" },
      });
      const until = at(48);
      await store.outreach.act(some("conn_1"), { kind: "snoozed", until, note: "" }, WHATEVER, ana(2));
      expect(await standing("conn_1", 47)).toBe("snoozed");
      expect(await standing("conn_1", 48)).toBe("due");
      const dismissal: ActContent = { kind: "dismissed", reason: "left", note: "" };
      const dismissed = await store.outreach.act(some("conn_1"), dismissal, WHATEVER, ana(49));
      expect(await standing("conn_1", 50)).toBe("dismissed");
      expect(await store.outreach.undo(dismissed.batch ?? 0, bo(51))).toBe(1);
      expect(await standing("conn_1", 52)).toBe("due");
      expect(await store.outreach.undo(dismissed.batch ?? 0, bo(51))).toBe(0);
      const { acts } = await store.outreach.history("conn_1");
      expect(acts.map(({ content, undoneBy }) => [content.kind, undoneBy])).toEqual([
        ["contacted", null],
        ["snoozed", null],
        ["dismissed", "bo@relink.test"],
      ]);
    });

    test("a user who came back as another account counts as won back once someone accepts that account, until undone", async () => {
      await expire("conn_1", 0);
      const other = { id: "somebody else's" };
      await store.events.ingest(updated({ connection: "conn_1", account: other, occurredAt: at(2) }), at(2));
      const marked = async () =>
        (await store.connections.count({ ...WHOLE_LIST, attention: ["another_account"] }, at(5))).value;
      const fates = async () => {
        const found = [];
        for await (const slice of store.outreach.readRounds(0)) found.push(...slice.map(fateOf));
        return found;
      };
      expect([await marked(), await fates()]).toEqual([1, ["another_account"]]);
      // The server's clock may be behind the sender's.
      const done = await store.outreach.act(some("conn_1"), { kind: "accepted" }, WHATEVER, ana(1));
      expect(done).toMatchObject({ cases: 1, left: { closed: 0 } });
      expect([await marked(), await fates()]).toEqual([0, ["reconnected"]]);
      expect(await store.maintenance.rebuild()).toMatchObject({ mended: 0 });
      await store.outreach.undo(done.batch ?? 0, ana(3));
      expect([await marked(), await fates()]).toEqual([1, ["another_account"]]);
    });

    test("a user who came back with another connection is marked until they are contacted or the case is dismissed", async () => {
      const marked = async () =>
        (await store.connections.count({ ...WHOLE_LIST, attention: ["another_account"] }, at(5))).value;
      const options = { now: at(1), expiresAt: at(500), mintNonce: () => `nonce ${Math.random()}` };
      for (const [connection, act] of [
        ["conn_1", CONTACT],
        ["conn_2", { kind: "dismissed", reason: "duplicate", note: "" }],
      ] as const) {
        await expire(connection, 0);
        const [link] = await store.reconnectLinks.handOut([connection], options, ana(1));
        if (!link) throw new Error("No link was handed out");
        await store.outreach.act(some(connection), CONTACT, WHATEVER, ana(1));
        const step = { at: at(2), progress: "finished", detail: ANOTHER_CONNECTION, connectionId: null } as const;
        await store.reconnectLinks.note(link.id, step);
        expect([connection, await marked()]).toEqual([connection, 1]);
        // It is still expired, so it has no account to accept.
        expect(await store.outreach.act(some(connection), { kind: "accepted" }, WHATEVER, ana(3))).toMatchObject({
          cases: 0,
          left: { closed: 1 },
        });
        await store.outreach.act(some(connection), act, { seen: null, coolDownMs: 0 }, ana(4));
        expect([connection, await marked()]).toEqual([connection, 0]);
      }
    });

    test("the first view holds exactly the users to contact now", async () => {
      const [view] = await store.views.list();
      if (!view) throw new Error("There is no view");
      const ids = ["new", "contacted", "snoozed", "due", "blocked", "dismissed", "back", "gone"];
      for (const id of ids) await expire(id, 0);
      await store.outreach.act(some("contacted"), CONTACT, WHATEVER, ana(1));
      const until = (hours: number): ActContent => ({ kind: "snoozed", until: at(hours), note: "" });
      await store.outreach.act(some("snoozed"), until(90), WHATEVER, ana(1));
      await store.outreach.act(some("due"), until(2), WHATEVER, ana(1));
      await store.outreach.block("blocked", "Asked us to stop.", ana(1));
      await store.outreach.act(some("dismissed"), { kind: "dismissed", reason: "left", note: "" }, WHATEVER, ana(1));
      await back("back", 1);
      await store.events.ingest(disconnected({ connection: "gone", occurredAt: at(1) }), at(1));
      const search = searchOfView(view);
      const { rows, total } = await store.connections.search(search, at(3));
      expect(rows.map(({ id }) => id).sort()).toEqual(["due", "new"]);
      expect([total.value, (await store.connections.count(search, at(3))).value]).toEqual([2, 2]);
    });

    test("the audit log names each connection of a bulk act until it is erased, and the assignee", async () => {
      for (const id of ["conn_1", "conn_2", "conn_3", "conn_4"]) await expire(id, 0);
      const person = { name: "Bo", role: "operator", passwordHash: null } as const;
      await store.people.create({ ...person, role: "admin", email: "ana@relink.test" }, { deed: "joined" }, ana(0));
      const made = await store.people.create({ ...person, email: "bo@relink.test" }, { deed: "joined" }, ana(0));
      if (!("person" in made)) throw new Error("Nobody joined");
      const to = made.person.id;
      const three = some("conn_1", "conn_3", "conn_4");
      const assigned = await store.outreach.act(three, { kind: "assigned", to }, WHATEVER, ana(1));
      await store.outreach.act(some("conn_2"), CONTACT, WHATEVER, ana(2));
      // Acts on a case that has ended since aren't undone.
      await back("conn_4", 2.5);
      await store.outreach.undo(assigned.batch ?? 0, ana(3));
      const mintNonce = () => crypto.randomUUID();
      const links = { now: at(4), expiresAt: at(99), mintNonce };
      await store.reconnectLinks.handOut(["conn_2", "conn_3"], links, ana(4));
      // The link of conn_2 is still valid: conn_3's lies between it and the new one.
      await store.reconnectLinks.handOut(["conn_2", "conn_4"], { ...links, now: at(5) }, ana(5));
      await store.people.remove(to, ana(5));
      const entries = async () => {
        const deed = ["cases_assigned", "contacted", "case_act_undone", "links_handed_out"] as const;
        const { rows } = await store.audit.search({ ...WHOLE_AUDIT, deed }, at(9));
        return rows.map(({ subject, connections, assignee }) => [subject, connections.toSorted().join(), assignee]);
      };
      expect(await entries()).toEqual([
        ["", "conn_2,conn_4", null],
        ["", "conn_2,conn_3", null],
        ["", "conn_1,conn_3", null],
        ["conn_2", "", null],
        ["", "conn_1,conn_3,conn_4", "bo@relink.test"],
      ]);
      await store.maintenance.erase({ kind: "user", reference: "of conn_3" }, { isDryRun: false }, ana(6));
      expect((await entries()).map(([, connections]) => connections)).toEqual([
        "conn_2,conn_4",
        "conn_2",
        "conn_1",
        "",
        "conn_1,conn_4",
      ]);
    });

    test("the reason for a snooze is known during and after it", async () => {
      await expire("conn_1", 0);
      const snooze = async (until: number | null, note: string, hours: number) =>
        (await store.outreach.act(some("conn_1"), { kind: "snoozed", until, note }, WHATEVER, ana(hours))).batch ?? 0;
      await snooze(at(9), "Is on holiday.", 1);
      expect((await caseOf("conn_1")).snooze).toEqual({ note: "Is on holiday.", isUntilOpened: false });
      const second = await snooze(null, "", 2);
      expect((await caseOf("conn_1")).snooze).toEqual({ note: "", isUntilOpened: true });
      await store.outreach.undo(second, ana(3));
      expect((await caseOf("conn_1")).snooze).toEqual({ note: "Is on holiday.", isUntilOpened: false });
      await store.outreach.act(some("conn_1"), CONTACT, WHATEVER, ana(4));
      expect((await caseOf("conn_1")).snooze).toBeNull();
    });

    test("acts by others since the page was loaded are conflicts; one's own are not", async () => {
      await expire("conn_1", 0);
      const seen = await store.outreach.newestAct();
      await store.outreach.act(some("conn_1"), { kind: "noted", note: "Called." }, WHATEVER, bo(1));
      const outcome = await store.outreach.act(some("conn_1"), CONTACT, { seen, coolDownMs: DAY }, ana(2));
      expect(outcome).toMatchObject({ batch: null, cases: 0, left: { conflict: 1 } });
      expect(outcome.examples[0]).toMatchObject({
        connectionId: "conn_1",
        act: { kind: "noted", personName: "bo@relink.test" },
      });
      expect(await store.outreach.act(some("conn_1"), CONTACT, { seen, coolDownMs: DAY }, bo(3))).toMatchObject({
        cases: 1,
      });
    });

    test("a case that has closed meanwhile is left alone", async () => {
      await expire("conn_1", 0);
      await back("conn_1", 1);
      const outcome = await store.outreach.act(some("conn_1", "conn_none"), CONTACT, WHATEVER, ana(2));
      expect(outcome).toMatchObject({ batch: null, cases: 0, left: { closed: 1 } });
    });

    test("a second contact within a day needs an explicit choice", async () => {
      await expire("conn_1", 0);
      await store.outreach.act(some("conn_1"), CONTACT, WHATEVER, bo(1));
      const outcome = await store.outreach.act(some("conn_1"), CONTACT, WHATEVER, ana(4));
      expect(outcome).toMatchObject({ cases: 0, left: { cooling: 1 } });
      expect(outcome.examples[0]?.act).toMatchObject({ personName: "bo@relink.test", at: at(1) });
      const meant = { seen: null, coolDownMs: 0 };
      expect(await store.outreach.act(some("conn_1"), CONTACT, meant, ana(4))).toMatchObject({ cases: 1 });
      expect(await store.outreach.act(some("conn_1"), CONTACT, WHATEVER, ana(29))).toMatchObject({ cases: 1 });
    });

    test("overriding a conflict still reports a recent contact, which can be overridden for a single user", async () => {
      await expire("conn_1", 0);
      await expire("conn_2", 0);
      await store.outreach.act(some("conn_1", "conn_2"), CONTACT, WHATEVER, bo(1));
      const seen = await store.outreach.newestAct();
      await store.outreach.act(some("conn_1"), { kind: "assigned", to: 7 }, WHATEVER, bo(2));
      const careful = { seen, coolDownMs: DAY };
      const first = await store.outreach.act(some("conn_1", "conn_2"), CONTACT, careful, ana(3));
      expect(first).toMatchObject({ cases: 0, left: { conflict: 1, cooling: 1 } });
      const forced = { ...WHATEVER, meantAgain: new Set(["conn_2"]) };
      const second = await store.outreach.act(some("conn_1", "conn_2"), CONTACT, forced, ana(4));
      expect(second).toMatchObject({ cases: 1, left: { conflict: 0, cooling: 1 } });
      expect(second.examples).toMatchObject([{ connectionId: "conn_1", cause: "cooling" }]);
    });

    test("another person's contact since the page was loaded is reported as the cool-down", async () => {
      await expire("conn_1", 0);
      const seen = await store.outreach.newestAct();
      await store.outreach.act(some("conn_1"), CONTACT, WHATEVER, bo(1));
      const outcome = await store.outreach.act(some("conn_1"), CONTACT, { seen, coolDownMs: DAY }, ana(2));
      expect(outcome).toMatchObject({ cases: 0, left: { conflict: 0, cooling: 1 } });
    });

    test("an act on one case of a user applies to all their open ones, but a note only to one", async () => {
      await expire("conn_1", 0, "user_1");
      await expire("conn_2", 1, "user_1");
      await expire("conn_3", 1, "user_2");
      expect((await caseOf("conn_1")).others).toEqual(["conn_2"]);
      expect(await store.outreach.act(some("conn_1"), CONTACT, WHATEVER, ana(2))).toMatchObject({ cases: 2 });
      await store.outreach.act(some("conn_2"), { kind: "noted", note: "Away." }, WHATEVER, ana(3));
      expect([await standing("conn_1", 4), await standing("conn_2", 4), await standing("conn_3", 4)]).toEqual([
        "waiting",
        "waiting",
        "to_contact",
      ]);
      expect((await store.outreach.history("conn_1")).acts).toHaveLength(1);
      await expire("conn_4", 5, "user_1");
      expect((await caseOf("conn_4")).lastContactWithUser).toMatchObject({ at: at(2) });
    });

    test("a blocked user is not contacted about any connection until the block is lifted", async () => {
      await expire("conn_1", 0, "user_1");
      await expire("conn_2", 0, "user_1");
      await expire("conn_3", 0, null);
      await store.outreach.block("conn_1", "Asked us to stop.", ana(1));
      await store.outreach.block("conn_3", "Lawyer.", ana(1));
      expect(await standing("conn_2", 2)).toBe("blocked");
      const outcome = await store.outreach.act(some("conn_2", "conn_3"), CONTACT, WHATEVER, bo(2));
      expect(outcome).toMatchObject({ cases: 0, left: { blocked: 2 } });
      expect((await caseOf("conn_2")).block).toMatchObject({
        reason: "Asked us to stop.",
        personName: "ana@relink.test",
      });
      await store.events.ingest(created({ connection: "conn_4", user: "user_1", occurredAt: at(2) }), at(2));
      const ids = ["conn_1", "conn_3", "conn_4", "conn_none"];
      expect([...(await store.outreach.blocks(ids)).keys()].sort()).toEqual(["conn_1", "conn_3", "conn_4"]);
      await store.outreach.unblock("conn_2", bo(3));
      expect(await standing("conn_1", 4)).toBe("to_contact");
    });

    test("a block of a connection that later gets a user still holds until it is lifted", async () => {
      await expire("conn_1", 0, null);
      await store.outreach.block("conn_1", "Lawyer.", ana(1));
      await store.events.ingest(expired({ connection: "conn_1", user: "user_1", occurredAt: at(2) }), at(2));
      expect(await standing("conn_1", 3)).toBe("blocked");
      expect((await caseOf("conn_1")).block).toMatchObject({ reason: "Lawyer." });
      const counted = async () => (await store.connections.search(WHOLE_QUEUE, at(3))).total.value;
      expect(await counted()).toBe(0);
      await store.outreach.unblock("conn_1", bo(4));
      expect(await standing("conn_1", 5)).toBe("to_contact");
      expect(await counted()).toBe(1);
    });

    test("a relapse keeps its assignee, and needs its own contact", async () => {
      await expire("conn_1", 0);
      await store.outreach.act(some("conn_1"), { kind: "assigned", to: 7 }, WHATEVER, ana(1));
      await store.outreach.act(some("conn_1"), CONTACT, WHATEVER, ana(1));
      await back("conn_1", 2);
      await store.events.ingest(expired({ connection: "conn_1", occurredAt: at(100) }), at(100));
      expect(await caseOf("conn_1")).toMatchObject({ isRelapse: true, assignee: 7, contacts: 0 });
      expect(await standing("conn_1", 101)).toBe("to_contact");
    });

    test("a late recovery moves acts to the case that they belong to", async () => {
      await expire("conn_1", 0);
      await store.events.ingest(expired({ connection: "conn_1", occurredAt: at(20 * 24) }), at(20 * 24));
      await store.outreach.act(some("conn_1"), CONTACT, WHATEVER, ana(10));
      expect(await caseOf("conn_1")).toMatchObject({ openedAt: at(0), contacts: 1 });
      await back("conn_1", 24);
      expect(await caseOf("conn_1")).toMatchObject({ openedAt: at(20 * 24), contacts: 0, isRelapse: false });
      expect((await store.outreach.history("conn_1")).cases[1]).toMatchObject({ contacts: 1, closedAt: at(24) });
    });

    test("a new connection of the same account closes the old one's case, whichever event arrives first", async () => {
      await expire("conn_1", 0, "user_1");
      const account = { id: "account of conn_1" };
      await store.events.ingest(created({ connection: "conn_new", user: "user_1", account, occurredAt: at(5) }), at(5));
      expect(await caseOf("conn_1")).toMatchObject({ end: "reconnected", closedAt: at(5), closedBy: null });
      await store.events.ingest(
        created({ connection: "conn_old", account: { id: "early" }, occurredAt: at(-9) }),
        at(6),
      );
      await store.events.ingest(
        created({ connection: "conn_new2", account: { id: "early" }, occurredAt: at(3) }),
        at(6),
      );
      await store.events.ingest(expired({ connection: "conn_old", occurredAt: at(1) }), at(7));
      expect(await caseOf("conn_old")).toMatchObject({ end: "reconnected", closedAt: at(3) });
    });

    test("a rebuild changes no acts", async () => {
      await expire("conn_1", 0);
      await store.outreach.act(some("conn_1"), CONTACT, WHATEVER, ana(1));
      await store.outreach.block("conn_1", "Holiday.", ana(2));
      const before = [await caseOf("conn_1"), await store.outreach.history("conn_1")];
      expect(await store.maintenance.rebuild()).toMatchObject({ corrected: 0, removed: 0, mended: 0 });
      expect([await caseOf("conn_1"), await store.outreach.history("conn_1")]).toEqual(before);
    });

    test("each act is in the audit log, with the number of cases, and without its note", async () => {
      await expire("conn_1", 0, "user_1");
      await expire("conn_2", 0, "user_1");
      await store.outreach.act(some("conn_1"), { ...CONTACT, note: "Jane likes tea" }, WHATEVER, ana(1));
      const { rows } = await store.audit.search(
        { deed: ["contacted"], q: "", when: "", zone: "UTC", after: "", before: "" },
        at(2),
      );
      expect(rows).toMatchObject([{ author: { name: "ana@relink.test" }, details: { channel: "email", cases: 2 } }]);
      expect(JSON.stringify(rows)).not.toContain("tea");
    });

    test("a bulk act applies to all that match except deselected ones, in slices", async () => {
      await Promise.all(Array.from({ length: 250 }, (_, index) => expire(`conn_${index}`, 0)));
      const all = { search: WHOLE_LIST, selection: { kind: "all" as const, except: ["conn_7"] } };
      const outcome = await store.outreach.act(all, { kind: "assigned", to: 3 }, WHATEVER, ana(1));
      expect(outcome).toMatchObject({ cases: 249 });
      expect((await caseOf("conn_7")).assignee).toBeNull();
      expect((await store.outreach.history("conn_8")).together).toEqual({ [outcome.batch ?? 0]: 249 });
      expect(await store.outreach.undo(outcome.batch ?? 0, ana(2))).toBe(249);
      expect((await caseOf("conn_8")).assignee).toBeNull();
    });

    describe("mass expiries", () => {
      /** Five days with occasional expiries. */
      async function liveQuietly(): Promise<void> {
        for (let day = 0; day < 5; day++) {
          await expire(`conn_day${day}`, day * 24);
          await expire(`conn_evening${day}`, day * 24 + 18);
        }
      }

      async function expireAtOnce(count: number, hours: number): Promise<void> {
        for (let index = 0; index < count; index++) await expire(`conn_mass${index}`, hours + index / 600);
      }

      test("are one incident, whose cases are held back until someone releases them", async () => {
        await liveQuietly();
        await expireAtOnce(30, 6 * 24);
        const incident = await vi.waitUntil(
          async () => (await store.incidents.listHeld()).find(({ expiries }) => expiries === 30),
          PATIENCE,
        );
        expect(incident).toMatchObject({ from: at(144), expiries: 30, usual: 0, releasedAt: null });
        expect(await standing("conn_mass7", 150)).toBe("held");
        expect(await standing("conn_day1", 150)).toBe("to_contact");
        const todo = async () => (await store.connections.search(WHOLE_QUEUE, at(150))).total.value;
        expect(await todo()).toBe(10);
        await back("conn_mass7", 151);
        expect(await standing("conn_mass7", 152)).toBe("reconnected");
        await store.incidents.release(incident.id, ana(152));
        expect(await store.incidents.listHeld()).toEqual([]);
        expect(await todo()).toBe(39);
        await expire("conn_after", 144.1);
        expect(await standing("conn_after", 153)).toBe("to_contact");
      });

      test("need no decision when all of them are back or dismissed", async () => {
        await liveQuietly();
        await expireAtOnce(12, 6 * 24);
        const held = async () => (await store.incidents.listHeld()).length;
        await vi.waitUntil(async () => (await held()) === 1, PATIENCE);
        for (let index = 1; index < 12; index++) await back(`conn_mass${index}`, 150);
        expect(await held()).toBe(1);
        await store.outreach.act(
          some("conn_mass0"),
          { kind: "dismissed", reason: "left", note: "" },
          WHATEVER,
          ana(151),
        );
        expect(await held()).toBe(0);
      });

      test("are not reported if there is too little history, or if the same happened before", async () => {
        const tellAtOnce = async (count: number, hours: number) => {
          for (let index = 0; index < count; index++) {
            const occurredAt = at(hours + index / 600);
            await store.events.ingest(expired({ connection: `conn_${hours}_${index}`, occurredAt }), occurredAt);
          }
        };
        await tellAtOnce(30, 24);
        await tellAtOnce(40, 6 * 24);
        await new Promise((resolve) => setTimeout(resolve, 600));
        expect(await store.incidents.listHeld()).toEqual([]);
      });
    });

    test("deleting a template returns it, once, and it can be saved again under its name", async () => {
      const { templates } = store;
      const before = await templates.list();
      const gentle = { name: "Gentle", channel: "email", subject: "Hello", body: "Dear {name}" } as const;
      const made = await templates.save({ id: null, ...gentle }, ana(0));
      if ("refusal" in made) throw new Error(made.refusal);
      expect(await templates.remove(made.template.id, ana(1))).toEqual(made.template);
      expect(await templates.remove(made.template.id, ana(2))).toBeNull();
      expect(await templates.list()).toEqual(before);
      expect(await templates.save({ id: null, ...gentle }, ana(3))).toMatchObject({ template: gentle });
    });

    describe("the queue", () => {
      /** Users with several connections each, in every state that a case can have. */
      async function fill(): Promise<string[]> {
        const random = randomFrom(11);
        const pick = (count: number) => Math.floor(random() * count);
        const ids: string[] = [];
        for (let index = 0; index < 60; index++) {
          const id = `conn_${index}`;
          ids.push(id);
          const permissions = ["a:read", "b:read", "c:read"].slice(0, pick(4));
          const user = random() < 0.2 ? null : `user_${pick(25)}`;
          await store.events.ingest(created({ connection: id, user, permissions, occurredAt: at(pick(50)) }), at(90));
          if (random() < 0.15) continue;
          await store.events.ingest(expired({ connection: id, user, occurredAt: at(60 + pick(60)) }), at(130));
          if (random() < 0.2) await back(id, 125 + pick(5));
          if (random() < 0.1) await store.events.ingest(disconnected({ connection: id, occurredAt: at(131) }), at(131));
          if (random() < 0.15) await store.events.ingest(expired({ connection: id, occurredAt: at(133) }), at(133));
        }
        const acts: ActContent[] = [
          CONTACT,
          { kind: "snoozed", until: at(150), note: "" },
          { kind: "snoozed", until: at(250), note: "" },
          { kind: "snoozed", until: null, note: "" },
          { kind: "dismissed", reason: "left", note: "" },
          { kind: "assigned", to: 1 },
          { kind: "assigned", to: 2 },
        ];
        for (let step = 0; step < 45; step++) {
          const content = acts[pick(acts.length)] ?? CONTACT;
          await store.outreach.act(
            some(`conn_${pick(60)}`),
            content,
            { seen: null, coolDownMs: 0 },
            ana(140 + step / 10),
          );
        }
        for (const id of ["conn_3", "conn_20", "conn_41"]) await store.outreach.block(id, "Asked.", bo(146));
        return ids;
      }

      const NOW = START + 200 * HOUR;

      /** Reads every case, one by one. */
      async function cardsOf(ids: readonly string[]): Promise<Card[]> {
        const found = await store.outreach.current(ids);
        const cards: Card[] = [];
        for (const one of found) {
          const connection = await store.connections.find(one.connectionId);
          const state = stateOf(one, one, { isHeld: one.isHeld, isBlocked: one.block !== null }, NOW);
          const urgency = ["due", ...OUTREACH_STATES.filter((other) => other !== "due")].indexOf(state);
          const rank = rankOf(one, connection?.permissions?.length ?? 0);
          cards.push({
            id: one.connectionId,
            user: connection?.user ?? null,
            isOpen: isOpen(one),
            state,
            urgency,
            rank,
            one,
          });
        }
        return cards;
      }

      /** Returns what the queue must show: a card for each user, the most urgent of their cases in front. */
      function expected(cards: readonly Card[], search: ConnectionSearch): Card[] {
        const meeting = cards.filter(({ one }) => isAmong(search.owner, String(one.assignee ?? "nobody")));
        const sorted = meeting.sort((a, b) => a.urgency - b.urgency || compareRanks(a, b));
        const first = sorted.filter(
          (card, index) =>
            !card.isOpen ||
            card.user === null ||
            !sorted.slice(0, index).some((other) => other.isOpen && other.user === card.user),
        );
        return first.filter(({ state }) => isAmong(search.outreach, state)).sort(compareRanks);
      }

      async function exported(search: ConnectionSearch): Promise<string[]> {
        const ids: string[] = [];
        const { slices } = await store.connections.readAll(search, ALL_SELECTED, NOW);
        for await (const slice of slices) ids.push(...slice.map(({ id }) => id));
        return ids;
      }

      test("shows a card for each user in the right order, and counts and exports the same, whatever the filter", async () => {
        const all = await cardsOf(await fill());
        const states = fc.subarray([...OUTREACH_STATES]);
        const owners = fc.subarray(["nobody", "1", "2"], { maxLength: 2 });
        await fc.assert(
          fc.asyncProperty(states, owners, async (outreach, owner) => {
            const search: ConnectionSearch = { ...WHOLE_QUEUE, outreach, owner, size: "100" };
            const page = await store.connections.search(search, NOW);
            const cards = expected(all, search);
            expect(page.rows.map(({ id }) => id)).toEqual(cards.map(({ id }) => id));
            expect(page.total.value).toBe(cards.length);
            expect(await store.connections.count(search, NOW)).toEqual(page.total);
            expect(await exported(search)).toEqual(cards.map(({ id }) => id));
            for (const { value, count } of page.facets.outreach) {
              const alone = OUTREACH_STATES.filter((state) => state === value);
              expect(expected(all, { ...search, outreach: alone })).toHaveLength(count);
            }
          }),
          { numRuns: runs(40) },
        );
      });

      test("holds every state that a case can have in this test", async () => {
        const ids = await fill();
        const all = expected(await cardsOf(ids), { ...WHOLE_QUEUE, outreach: [] });
        const states = new Set(all.map(({ state }) => state));
        expect([...states].sort()).toEqual(OUTREACH_STATES.filter((state) => state !== "held").sort());
        expect(all.length).toBeLessThan(ids.length);
      });

      test("finds a user by any of their connections", async () => {
        await expire("conn_1", 0, "user_1");
        await expire("conn_2", 5, "user_1");
        const found = async (q: string) =>
          (await store.connections.search({ ...WHOLE_QUEUE, q }, NOW)).rows.map(({ id }) => id);
        expect(await found("")).toEqual(["conn_1"]);
        expect(await found("conn_2")).toEqual(["conn_2"]);
        expect(await found("user_1")).toEqual(["conn_1"]);
      });

      test("snoozed cases come back by themselves when their time is up", async () => {
        await expire("conn_1", 0);
        await store.outreach.act(some("conn_1"), { kind: "snoozed", until: at(50), note: "" }, WHATEVER, ana(1));
        const todo = async (hours: number) => (await store.connections.search(WHOLE_QUEUE, at(hours))).total.value;
        expect([await todo(49), await todo(50)]).toEqual([0, 1]);
      });
    });
  });
}

type Card = {
  readonly id: string;
  readonly user: string | null;
  readonly isOpen: boolean;
  readonly state: OutreachState;
  readonly urgency: number;
  readonly rank: number;
  readonly one: CurrentCase;
};

/** Breaks ties by first arrival, which is the order of their numbers here. */
function compareRanks(a: Card, b: Card): number {
  return a.rank - b.rank || Number(a.id.slice(5)) - Number(b.id.slice(5));
}

function isAmong(wanted: readonly string[], value: string): boolean {
  return wanted.length === 0 || wanted.includes(value);
}
