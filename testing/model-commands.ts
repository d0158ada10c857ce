import { copyFileSync, existsSync, mkdtempSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { openStore } from "@/db/open-store";
import type { Store } from "@/db/store";
import type { By } from "@/domain/audit";
import type { ActContent } from "@/domain/case-act";
import { WHOLE_LIST } from "@/domain/connection-search";
import type { ErasureSubject } from "@/domain/erasure";
import type { IncomingEvent } from "@/domain/event";
import type { RetentionRules } from "@/domain/retention";
import { BY } from "./by";
import { incoming } from "./deliveries";
import { isUnderstood, placedAt, type Told } from "./plain-history";
import {
  CONNECTIONS,
  casesIn,
  forget,
  isBlocked,
  isOpen,
  keep,
  type Letter,
  openSiblings,
  type PlainModel,
  stateIn,
  subjectsOf,
} from "./plain-model";

/** The deployment under test: a store, and the file it is open on. */
export type Deployment = { store: Store; file: string; readonly batches: number[] };

/** What a test framework compares with; this folder knows none. */
export type Expect = (actual: unknown, expected: unknown, what: string) => void;

type Command = fc.AsyncCommand<PlainModel, Deployment>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PERMISSIONS = ["posts:read", "messages:read", "vault:unheard"];
const UNREAD_KEPT_DAYS = 30;
const RULES: RetentionRules = {
  ...{ keepEventsDays: 7, keepUnreadDays: UNREAD_KEPT_DAYS, keepRepeatsDays: 7, keepHoursDays: 0, keepAuditDays: 0 },
  databaseMaxMb: 0,
};

/** Whatever can happen to a deployment, each as a command that does it to the model and to the store, and compares the outcomes. */
export function modelCommands(expectSame: Expect): fc.Arbitrary<Command>[] {
  const command = (name: string, run: (model: PlainModel, real: Deployment) => Promise<void>): Command => ({
    check: () => true,
    run: async (model, real) => {
      model.now += 10 * MINUTE;
      await run(model, real);
    },
    toString: () => name,
  });

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
      // A late event may have left an act without a case: then nothing holds it that could be put back.
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

  const erase = subject.map((whom) =>
    command(`erase ${JSON.stringify(whom)}`, async (model, { store }) => {
      const before = new Set(model.events.filter((event) => !isUnderstood(event)));
      const connections = forget(model, whom);
      const report = await store.maintenance.erase(whom, { isDryRun: false }, byAt(model));
      expectSame(report.connections.toSorted(), connections.toSorted(), "whose connections were erased");
      // What can't be read goes if it names them: see `domain/mention.test.ts`.
      const left = await idsOn(store);
      const going = model.events.filter((event) => before.has(event) && !left.has(event.id));
      expectSame(
        going.every(({ told }) => JSON.stringify(told).includes(whom.reference) || connections.length > 0),
        true,
        "whether only what names them went from the quarantine",
      );
      model.events = model.events.filter((event) => !going.includes(event));
    }),
  );
  const retain = fc.boolean().map((isDryRun) =>
    command(`retain${isDryRun ? " (dry run)" : ""}`, async (model, { store }) => {
      const options = { isDryRun, isClockTrusted: true };
      const report = await store.maintenance.retain(RULES, options, byAt(model));
      const left = await idsOn(store);
      const gone = model.events.filter(({ id }) => !left.has(id));
      if (isDryRun) {
        expectSame(gone, [], "what a dry run removed");
        return;
      }
      const young = gone.filter((event) => {
        const isOld = event.receivedAt < model.now - (isUnderstood(event) ? 7 : UNREAD_KEPT_DAYS) * DAY;
        return !isOld || (isUnderstood(event) && placedAt(event) >= model.now - 7 * DAY);
      });
      expectSame(young, [], "what was removed too early");
      const rows = report.going.events.rows + report.going.unread.rows;
      expectSame(gone.length, rows, "how much the report says went");
      const before = CONNECTIONS.map((id) => withoutCount(model, id));
      model.events = model.events.filter(({ id }) => left.has(id));
      expectSame(
        CONNECTIONS.map((id) => withoutCount(model, id)),
        before,
        "the states that what is left gives",
      );
    }),
  );
  const rebuild = fc.boolean().map((isDryRun) =>
    command(`rebuild${isDryRun ? " (dry run)" : ""}`, async (_, { store }) => {
      const { corrected, removed, mended } = await store.maintenance.rebuild({ isDryRun });
      expectSame({ corrected, removed, mended }, { corrected: 0, removed: 0, mended: 0 }, "what a rebuild found");
    }),
  );
  const reread = fc.boolean().map((isDryRun) =>
    command(`reread${isDryRun ? " (dry run)" : ""}`, async (model, { store }) => {
      const readable = model.events.filter(({ isRead, told }) => !isRead && told.kind !== "paused");
      const report = await store.maintenance.reread({ isDryRun });
      expectSame(report.readable, readable.length, "how much of the quarantine could be read");
      if (!isDryRun) for (const event of readable) event.isRead = true;
    }),
  );
  const restart = fc.constant(
    command("restart", async (_, real) => {
      real.store.close();
      real.store = openStore(pathToFileURL(real.file));
    }),
  );
  const kill = letter.map((make) =>
    command(`kill during ${JSON.stringify(make)}`, async (model, real) => {
      const letter = letterOf(model, make);
      const lost = real.store.events.ingest(eventOf(letter), model.now).catch(() => {});
      const file = copyAsKilled(real.file);
      await lost;
      real.store.close();
      Object.assign(real, { file, store: openStore(pathToFileURL(file)) });
      await deliver(model, real, [letter]);
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
    [1, erase],
    [1, retain],
    [1, rebuild],
    [1, reread],
    [1, restart],
    [1, kill],
  ]);
}

const occurring = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, -HOUR, -2 * HOUR, -2 * HOUR, -26 * HOUR, -20 * DAY) },
  { weight: 1, arbitrary: fc.constantFrom(4 * MINUTE, 6 * MINUTE, 400 * DAY, -30 * 365 * DAY) },
);

const letter = fc.record({
  dialect: fc.constantFrom("docs", "sdk", "flat"),
  isSvix: fc.boolean(),
  isTimed: fc.boolean(),
  isUnread: fc.oneof({ weight: 15, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  occurring,
  connection: fc.constantFrom(...CONNECTIONS),
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom("created", "updated", "updated", "expired", "expired", "expired") },
    { weight: 1, arbitrary: fc.constantFrom("disconnected", "paused") },
  ) as fc.Arbitrary<Told["kind"]>,
  status: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    { weight: 3, arbitrary: fc.constantFrom("active", "expired", "awaiting_2fa", "disconnected", "limited") },
  ),
  user: fc.constantFrom(null, "user_one", "user_one", "user_two"),
  account: fc.constantFrom(
    null,
    null,
    { id: "of_jane", name: "Jane" },
    { id: "of_jane", name: null },
    {
      id: "of_zoe",
      name: "Zoë",
    },
    { id: null, name: "Janet" },
  ),
  permissions: fc.option(fc.subarray(PERMISSIONS)),
  live: fc.constantFrom(null, true, false),
});
type LetterMaking = typeof letter extends fc.Arbitrary<infer T> ? T : never;

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

const subject: fc.Arbitrary<ErasureSubject> = fc.constantFrom<ErasureSubject[]>(
  { kind: "user", reference: "user_one" },
  { kind: "user", reference: "user_two" },
  { kind: "account", reference: "of_jane" },
  { kind: "account", reference: "of_zoe" },
);

/** An hour that both ties and order are made of: several events fall on each. */
function letterOf(model: PlainModel, make: LetterMaking): Letter {
  const { dialect, isSvix, isUnread, connection, kind, status, user, account, permissions, live } = make;
  const hour = model.now - (model.now % HOUR);
  const occurredAt =
    dialect === "docs" || make.isTimed
      ? Math.max(0, make.occurring > 0 ? model.now + make.occurring : hour + make.occurring)
      : null;
  const told: Told = {
    ...{ connection, kind, status, account, permissions, occurredAt },
    user: dialect === "flat" ? null : user,
    live: dialect === "docs" ? null : live,
  };
  const messageId = isSvix ? `msg_${model.sent.length}` : null;
  const sentAt = dialect === "docs" || make.occurring > 0 ? model.now : Math.max(0, hour + make.occurring);
  return { told, dialect, body: bodyOf(dialect, told), messageId, sentAt, isUnread };
}

function bodyOf(dialect: Letter["dialect"], { kind, occurredAt, live, connection, ...told }: Told): string {
  const type = `connection.${kind}`;
  const timestamp = occurredAt === null ? undefined : new Date(occurredAt).toISOString();
  const status = told.status ?? undefined;
  const permissions = told.permissions ?? undefined;
  const { id, name } = told.account ?? {};
  if (dialect === "docs") {
    const userData = told.account ?? undefined;
    const data = { clientReferenceId: told.user, connection: { id: connection, status, permissions, userData } };
    return JSON.stringify({ type, timestamp, data });
  }
  if (dialect === "sdk") {
    const userData = { userId: id ?? undefined, name };
    const of = { id: connection, platformUserId: id, status, permissions, userData, clientReferenceId: told.user };
    return JSON.stringify({ eventType: type, live: live ?? undefined, timestamp, data: { connection: of } });
  }
  const data = { connectionId: connection, status, permissions, userId: id, userData: { name } };
  return JSON.stringify({ event: type, live: live ?? undefined, timestamp, data });
}

/** As the front door hands it on; unread as an older version of it would have. */
function eventOf({ body, messageId, sentAt, isUnread }: Letter): IncomingEvent {
  const scheme = messageId === null ? "ofauth" : "svix";
  const event = incoming(body, { scheme, sentAt, ...(messageId === null ? {} : { messageId }) });
  if (!isUnread || event.reading.kind !== "connection") return event;
  const { type, dialect, bodyTime, connectionId } = event.reading;
  const reading = { type, dialect, bodyTime, connectionId, kind: "unrecognised", reason: "unknown_type" } as const;
  return { ...event, reading };
}

type Left = { closed: number; conflict: number; blocked: number; cooling: number };

/** About which connections an act is done, and why it is not done about the one that was meant. */
function plainAct(model: PlainModel, connection: string, content: ActContent, coolDownMs: number) {
  const left: Left = { closed: 0, conflict: 0, blocked: 0, cooling: 0 };
  if (stateIn(model, connection) === null) return { done: [], left };
  const all = content.kind === "noted" ? [connection] : [connection, ...openSiblings(model, connection)];
  const isRecent = model.acts.some(
    ({ connection: one, at, undoneAt, content: { kind } }) =>
      all.includes(one) && kind === "contacted" && undoneAt === null && at > model.now - coolDownMs,
  );
  const obstacleTo = (one: string): keyof Left | null => {
    if (!isPossible(model, one, content)) return "closed";
    if (content.kind !== "contacted") return null;
    if (isBlocked(model, one)) return "blocked";
    return isRecent ? "cooling" : null;
  };
  const obstacle = obstacleTo(connection);
  if (obstacle) left[obstacle] += 1;
  return { done: all.filter((one) => obstacleTo(one) === null), left };
}

function isPossible(model: PlainModel, connection: string, { kind }: ActContent): boolean {
  const newest = casesIn(model, connection).at(-1);
  if (!newest) return false;
  if (kind === "noted") return true;
  if (kind === "accepted") return newest.isAnotherAccount && !newest.isAccepted;
  if (kind === "reopened") return newest.end === null && (newest.dismissedAt !== null || newest.snoozedUntil !== null);
  return isOpen(newest);
}

/** Fewer events give the same state, but for their number. */
function withoutCount(model: PlainModel, connection: string) {
  const state = stateIn(model, connection);
  return state && { ...state, events: 0 };
}

/** The numbers of all events that the store shows on timelines. */
async function idsOn(store: Store): Promise<Set<number>> {
  const pages = await Promise.all(CONNECTIONS.map((id) => store.timelines.ofConnection(id, { size: 500 })));
  const ids = pages.flatMap(({ steps }) =>
    steps.flatMap((one) => (one.kind === "act" ? [] : one.kind === "connection" ? one.event.id : one.id)),
  );
  return new Set(ids);
}

/** Returns the file as a process leaves it that is killed at this moment. */
function copyAsKilled(file: string): string {
  const folder = mkdtempSync(`${path.dirname(path.dirname(file))}${path.sep}killed-`);
  const copy = path.join(folder, path.basename(file));
  for (const suffix of ["", "-wal"])
    if (existsSync(`${file}${suffix}`)) copyFileSync(`${file}${suffix}`, `${copy}${suffix}`);
  return copy;
}

function byAt({ now }: PlainModel): By {
  return { ...BY, at: now };
}

function pick<T>(from: readonly T[], which: number): T | undefined {
  return from[which % Math.max(1, from.length)];
}

/** `fc.commands` takes each as often as it is listed. */
function weighted(all: readonly (readonly [number, fc.Arbitrary<Command>])[]): fc.Arbitrary<Command>[] {
  return all.flatMap(([weight, one]) => Array.from({ length: weight }, () => one));
}
