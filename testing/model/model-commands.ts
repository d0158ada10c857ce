import fc from "fast-check";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import type { ActContent } from "@/domain/outreach/case-act";
import { byAt, type Command, command, type Deployment, type ExpectSame, pick } from "./model-command";
import { eventOf, letter, letterOf } from "./model-letters";
import { upkeepCommands } from "./model-upkeep";
import { plainAct } from "./plain-acts";
import { CONNECTIONS, casesIn, keep, type Letter, type PlainModel, stateIn, subjectsOf } from "./plain-model";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Deliveries, acts, reconnect links, erasure, retention, rebuilds, rereads, the quarantine, restarts and kills: each is a command
 * that does it to the model and the store, and compares the outcomes. Backups, restores, settings, views and access have their
 * own tests.
 */
export function modelCommands(expectSame: ExpectSame): fc.Arbitrary<Command>[] {
  async function deliver(model: PlainModel, { store }: Deployment, letters: readonly Letter[]): Promise<void> {
    const outcomes = letters.map((letter) => keep(model, letter));
    model.sent.push(...letters);
    const answers = await Promise.all(letters.map((letter) => store.events.ingest(eventOf(letter), model.now)));
    expectSame(
      answers.map(({ outcome }) => outcome),
      outcomes,
      "what deliveries were answered",
    );
  }

  const one = letter.map((make) =>
    command(`deliver ${JSON.stringify(make)}`, (model, real) => deliver(model, real, [letterOf(model, make)])),
  );
  const together = fc.array(letter, { minLength: 2, maxLength: 4 }).map((makes) =>
    command(`deliver together ${JSON.stringify(makes)}`, (model, real) => {
      const letters = makes.map((make) => letterOf(model, make));
      return deliver(model, real, letters);
    }),
  );
  const again = fc.record({ which: fc.nat(), laterBy: fc.constantFrom(0, MINUTE, -2 * HOUR, 3 * HOUR) }).map((make) =>
    command(`deliver again ${JSON.stringify(make)}`, async (model, real) => {
      const before = pick(model.sent, make.which);
      if (before) await deliver(model, real, [{ ...before, sentAt: before.sentAt + make.laterBy, isUnread: false }]);
    }),
  );
  const wait = fc.constantFrom(HOUR, DAY, 9 * DAY, 32 * DAY).map((ms) =>
    command(`wait ${ms / HOUR} h`, async (model) => {
      model.now += ms;
    }),
  );

  const acts = fc
    .record({ connection: fc.constantFrom(...CONNECTIONS), content, coolDownMs: fc.constantFrom(0, DAY) })
    .map((make) =>
      command(`act ${JSON.stringify(make)}`, async (model, { store, batches }) => {
        const content: ActContent =
          make.content.kind === "snoozed" && make.content.until !== null
            ? { ...make.content, until: model.now + make.content.until }
            : make.content;
        const expected = plainAct(model, make.connection, content, make.coolDownMs);
        const target = { search: WHOLE_LIST, selection: { kind: "some" as const, ids: [make.connection] } };
        const options = { seen: null, coolDownMs: make.coolDownMs };
        const { batch, cases, left } = await store.outreach.act(target, content, options, byAt(model));
        expectSame({ cases, left }, { cases: expected.done.length, left: expected.left }, "what an act did");
        if (batch === null) return;
        batches.push(batch);
        for (const connection of expected.done) {
          const at = Math.max(model.now, casesIn(model, connection).at(-1)?.openedAt ?? 0);
          const id = model.nextAct++;
          const who = { personId: 1, personName: "", undoneAt: null, undoneBy: null };
          model.acts.push({ id, batch, at, ...who, content, connection });
        }
      }),
    );
  const undo = fc.nat().map((which) =>
    command(`undo ${which}`, async (model, { store, batches }) => {
      const batch = pick(batches, which);
      if (batch === undefined) return;
      // A late event may have left an act without a case, and then it can't be undone.
      const newest = (connection: string) => casesIn(model, connection).at(-1);
      const isLeft = ({ undoneAt, at, connection }: (typeof model.acts)[number]) =>
        undoneAt === null &&
        at >= (newest(connection)?.closedAt ?? newest(connection)?.openedAt ?? Number.POSITIVE_INFINITY);
      const undone = model.acts.filter((act) => act.batch === batch && isLeft(act));
      const mark = { undoneAt: model.now, undoneBy: "" };
      model.acts = model.acts.map((act) => (undone.includes(act) ? { ...act, ...mark } : act));
      expectSame(await store.outreach.undo(batch, byAt(model)), undone.length, "how much was undone");
    }),
  );
  const block = fc.record({ connection: fc.constantFrom(...CONNECTIONS), isLifted: fc.boolean() }).map((make) =>
    command(`block ${JSON.stringify(make)}`, async (model, { store }) => {
      const subjects = stateIn(model, make.connection) ? subjectsOf(model, make.connection) : [];
      const [subject] = subjects;
      if (make.isLifted) {
        for (const one of subjects) model.blocked.delete(one);
        await store.outreach.unblock(make.connection, byAt(model));
      } else {
        if (subject) model.blocked.add(subject);
        await store.outreach.block(make.connection, "asked us to", byAt(model));
      }
    }),
  );
  const link = fc
    .record({
      connection: fc.constantFrom(...CONNECTIONS),
      progress: fc.constantFrom("opened", "started", "gave_up", "failed", "finished"),
    })
    .map(({ connection, progress }) =>
      command(`link of ${connection}: ${progress}`, async (model, { store }) => {
        const options = { now: model.now, expiresAt: model.now + 3_650 * DAY, mintNonce: () => `${model.now}` };
        const [handedOut] = await store.reconnectLinks.handOut([connection], options, byAt(model));
        expectSame(handedOut !== undefined, stateIn(model, connection) !== null, "whether there is a link");
        if (!handedOut) return;
        const step = { at: model.now, detail: "", connectionId: null, connection, linkId: handedOut.id };
        const isNew = !model.steps.some(({ linkId }) => linkId === handedOut.id);
        expectSame(handedOut.createdAt === model.now, isNew, "whether the link is new");
        model.steps.push({ ...step, id: model.nextStep++, progress: "handed_out" });
        await store.reconnectLinks.note(handedOut.id, { at: model.now, progress, detail: "", connectionId: null });
        model.steps.push({ ...step, id: model.nextStep++, progress });
      }),
    );

  return weighted([
    [9, one],
    [3, together],
    [4, again],
    [2, wait],
    [6, acts],
    [2, undo],
    [2, block],
    [2, link],
    ...upkeepCommands(expectSame, deliver),
  ]);
}

const content: fc.Arbitrary<ActContent> = fc.constantFrom<ActContent[]>(
  { kind: "contacted", channel: "email", template: null, note: "" },
  { kind: "contacted", channel: "phone", template: "First reminder", note: "" },
  { kind: "snoozed", until: 2 * HOUR, note: "" },
  { kind: "snoozed", until: 2 * DAY, note: "" },
  { kind: "snoozed", until: null, note: "" },
  { kind: "dismissed", reason: "left", note: "" },
  { kind: "reopened" },
  { kind: "assigned", to: 1 },
  { kind: "assigned", to: null },
  { kind: "accepted" },
  { kind: "noted", note: "is on holiday" },
);

/** Repeats each command by its weight: `fc.commands` picks each as often as it is listed. */
function weighted(all: readonly (readonly [number, fc.Arbitrary<Command>])[]): fc.Arbitrary<Command>[] {
  return all.flatMap(([weight, one]) => Array.from({ length: weight }, () => one));
}
