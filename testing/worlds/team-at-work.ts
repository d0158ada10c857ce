import type { ActOutcome } from "@/db/outreach-store";
import type { Store } from "@/db/store";
import type { By } from "@/domain/access/audit";
import { type ConnectionSearch, WHOLE_LIST, WHOLE_QUEUE } from "@/domain/lists/connection-search";
import { ALL_SELECTED } from "@/domain/lists/selection";
import { type ActContent, CHANNELS, DISMISS_REASONS } from "@/domain/outreach/case-act";
import { BY } from "@/testing/by";
import { randomFrom } from "./world";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PEOPLE = ["ana@relink.test", "bo@relink.test", "cy@relink.test"];
const TEMPLATES = [null, "First reminder", "Second reminder"];
const CAREFUL = { seen: null, coolDownMs: DAY };

export type Team = {
  /** Does a few things about what the queue shows at this time. */
  readonly workAt: (now: number) => Promise<void>;
  /** Returns on how many cases they have acted so far. */
  readonly done: () => number;
  /** Connections whose users are not to be contacted. */
  readonly blocked: ReadonlySet<string>;
};

/** Returns three people who work through the queue, and the users who open their links. The same for the same seed and store. */
export function teamAtWork(store: Store, seed: number): Team {
  const random = randomFrom(seed);
  const batches: number[] = [];
  const blocked = new Set<string>();
  let done = 0;
  let now = 0;
  let links = 0;

  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const someone = (): By => {
    const id = Math.floor(random() * PEOPLE.length);
    return { author: { ...BY.author, id: id + 1, name: PEOPLE[id] ?? "" }, at: now };
  };

  async function listed(change: Partial<ConnectionSearch> = {}): Promise<string[]> {
    const { rows } = await store.connections.search({ ...WHOLE_QUEUE, size: "25", ...change }, now);
    return rows.map(({ id }) => id);
  }

  function remember({ batch, cases }: ActOutcome): void {
    if (batch !== null) batches.push(batch);
    done += cases;
  }

  async function act(ids: readonly string[], content: ActContent): Promise<void> {
    const target = { search: WHOLE_LIST, selection: { kind: "some" as const, ids } };
    remember(await store.outreach.act(target, content, CAREFUL, someone()));
  }

  async function contact(ids: readonly string[]): Promise<void> {
    const channel = pick(CHANNELS) ?? "other";
    await act(ids, { kind: "contacted", channel, template: pick(TEMPLATES) ?? null, note: "" });
    const options = { now, expiresAt: now + 30 * DAY, mintNonce: () => `nonce ${links++}` };
    const handedOut = await store.reconnectLinks.handOut(ids, options, someone());
    for (const { id } of handedOut) if (random() < 0.6) await openLink(id);
  }

  async function openLink(id: number): Promise<void> {
    const note = (progress: "opened" | "started" | "gave_up" | "failed" | "finished", detail = "") =>
      store.reconnectLinks.note(id, { at: now, progress, detail, connectionId: null });
    await note("opened");
    if (random() < 0.4) return;
    await note("started");
    const lot = random();
    if (lot < 0.3) await note("gave_up", "2fa");
    else if (lot < 0.5) await note("failed", "invalid_credentials");
    else await note("finished");
  }

  async function shareOut(): Promise<void> {
    const target = { search: { ...WHOLE_QUEUE, owner: ["nobody"] }, selection: ALL_SELECTED };
    remember(await store.outreach.act(target, { kind: "assigned", to: pick([1, 2, 3]) ?? 1 }, CAREFUL, someone()));
  }

  async function undo(): Promise<void> {
    const batch = pick(batches.slice(-6));
    if (batch !== undefined) await store.outreach.undo(batch, someone());
  }

  async function block(): Promise<void> {
    const [id] = await listed();
    if (id === undefined) return;
    await store.outreach.block(id, "Asked us to stop.", someone());
    blocked.add(id);
  }

  async function unblock(): Promise<void> {
    const id = pick([...blocked]);
    if (id === undefined) return;
    await store.outreach.unblock(id, someone());
    blocked.delete(id);
  }

  async function snooze(): Promise<void> {
    const until = random() < 0.3 ? null : now + Math.ceil(random() * 72) * HOUR;
    await act((await listed()).slice(12, 18), { kind: "snoozed", until, note: "" });
  }

  const dismissal = (): ActContent => ({ kind: "dismissed", reason: pick(DISMISS_REASONS) ?? "other", note: "" });
  const habits: readonly (readonly [weight: number, work: () => Promise<void>])[] = [
    [8, async () => contact((await listed()).slice(0, 1 + Math.floor(random() * 10)))],
    [3, async () => contact((await listed({ outreach: ["waiting"] })).slice(0, 4))],
    [5, snooze],
    [3, async () => act((await listed()).slice(-3), dismissal())],
    [2, async () => act((await listed()).slice(0, 5), { kind: "assigned", to: pick([1, 2, 3, null]) ?? null })],
    [1, shareOut],
    [1, async () => act((await listed()).slice(0, 1), { kind: "noted", note: "Is on holiday." })],
    [1, async () => act((await listed({ outreach: ["snoozed", "dismissed"] })).slice(0, 2), { kind: "reopened" })],
    [1, async () => act(await listed({ outreach: [], attention: ["another_account"] }), { kind: "accepted" })],
    [3, undo],
    [2, block],
    [1, unblock],
  ];
  const lots = habits.flatMap(([weight, work]) => Array.from({ length: weight }, () => work));

  return {
    blocked,
    done: () => done,
    workAt: async (at) => {
      now = at;
      for (const work of [pick(lots), pick(lots)]) await work?.();
    },
  };
}
