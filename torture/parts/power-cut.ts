import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import BetterSqlite3 from "better-sqlite3";
import { openStore } from "@/db/open-store";
import type { Store } from "@/db/store";
import { incoming } from "@/testing/worlds/deliveries";
import { randomFrom } from "@/testing/worlds/world";
import type { Finding, Scale } from "@/torture/part";
import { type Message, storyOf } from "@/torture/story";

const MESSAGES = 60;
const SENT_AT = Date.UTC(2026, 5, 1);
const SECTOR_BYTES = 512;
/** https://www.sqlite.org/walformat.html */
const JOURNAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/** What was certainly on disk when an event was acknowledged. */
type Acknowledged = {
  readonly messageId: string;
  readonly journalBytes: number;
  readonly mark: Buffer;
  readonly index: Buffer;
};
type Recording = {
  readonly messages: readonly Message[];
  readonly acknowledged: readonly Acknowledged[];
  /** The database before and after the journal is moved into it. */
  readonly main: { readonly before: Buffer; readonly after: Buffer };
  readonly journal: Buffer;
  /** The end of each commit, starting with 0. Each was synced before the next began. */
  readonly commits: readonly number[];
};

/** What a power cut leaves: everything that was synced, and any part of the rest. */
type Remains = {
  readonly what: string;
  readonly main: Buffer;
  readonly journal: Buffer;
  readonly index: Buffer | null;
  readonly mark: Buffer | null;
  readonly acknowledged: readonly Acknowledged[];
};

const DEFAULT_ROUNDS = 1_000;

/**
 * Simulates power cuts from a real run, whose journal is cut and torn within each commit, by sectors, as a disk may leave
 * unsynced data. Every event acknowledged before is there, and a start succeeds.
 */
export async function powerCut({ seed, rounds }: Scale): Promise<Finding> {
  const random = randomFrom(seed);
  const folder = mkdtempSync(path.join(tmpdir(), "relink-power-"));
  try {
    const recording = await record(path.join(folder, "relink.db"), seed);
    const broken: string[] = [];
    const whole = rounds ?? DEFAULT_ROUNDS;
    let kept = 0;
    for (let round = 0; round < whole; round++) {
      const remains = round % 5 === 4 ? midCheckpoint(recording, random) : midCommit(recording, random);
      const file = path.join(folder, `${round}.db`);
      broken.push(
        ...(await problemsOf(file, remains, recording)).map((one) => `round ${round}, ${remains.what}: ${one}`),
      );
      kept += remains.acknowledged.length;
      for (const suffix of ["", "-wal", "-shm", "-mark"]) rmSync(`${file}${suffix}`, { force: true });
    }
    const table = [
      ["power cuts", "commits", "acknowledged events that had to be there"],
      [whole, recording.commits.length - 1, kept].map((figure) => figure.toLocaleString("en")),
    ];
    return { table, broken };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function record(file: string, seed: number): Promise<Recording> {
  const story = storyOf(1, seed);
  const messages = Array.from({ length: MESSAGES }, () => story.next().value);
  const store = openStore(pathToFileURL(file));
  emptyJournal(file);
  const before = readFileSync(file);
  const acknowledged: Acknowledged[] = [];
  for (const [index, message] of messages.entries()) {
    await ingest(store, message, index);
    acknowledged.push({
      messageId: message.id,
      journalBytes: readFileSync(`${file}-wal`).length,
      mark: readFileSync(`${file}-mark`),
      index: readFileSync(`${file}-shm`),
    });
  }
  const journal = readFileSync(`${file}-wal`);
  store.close();
  const after = readFileSync(file);
  if (after.equals(before)) throw new Error("The journal was not moved into the database: no checkpoint can be cut.");
  return { messages, acknowledged, main: { before, after }, journal, commits: commitsIn(journal) };
}

/** Closed at once: while another client is open, closing a store doesn't move the journal. */
function emptyJournal(file: string): void {
  const client = new BetterSqlite3(file);
  client.pragma("wal_checkpoint(TRUNCATE)");
  client.close();
}

function ingest(store: Store, message: Message, index: number) {
  const sentAt = SENT_AT + index * 1_000;
  const { id: messageId, scheme, body } = message;
  return store.events.ingest(incoming(body, { messageId, scheme, sentAt }), sentAt);
}

/** Finds commits: a frame that ends one holds the size of the database. */
function commitsIn(journal: Buffer): number[] {
  const frameBytes = FRAME_HEADER_BYTES + journal.readUInt32BE(8);
  const commits = [JOURNAL_HEADER_BYTES];
  for (let at = JOURNAL_HEADER_BYTES; at + frameBytes <= journal.length; at += frameBytes) {
    if (journal.readUInt32BE(at + 4) > 0) commits.push(at + frameBytes);
  }
  return commits;
}

/** Returns what is left in the middle of a commit: each of its sectors is new, empty or garbage, up to anywhere. */
function midCommit(recording: Recording, random: () => number): Remains {
  const { journal, commits, main } = recording;
  const number = Math.floor(random() * (commits.length - 1));
  const [synced = 0, end = journal.length] = [commits[number], commits[number + 1]];
  const tail = Buffer.from(journal.subarray(synced, end));
  for (let at = 0; at < tail.length; at += SECTOR_BYTES) {
    const sector = tail.subarray(at, at + SECTOR_BYTES);
    const fate = random();
    if (fate < 0.15) sector.fill(0);
    else if (fate < 0.3) sector.fill(0xa5);
  }
  const cut = Math.floor(random() * (tail.length + 1));
  const left = Buffer.concat([journal.subarray(0, synced), tail.subarray(0, random() < 0.5 ? cut : tail.length)]);
  const acknowledged = recording.acknowledged.filter(({ journalBytes }) => journalBytes <= synced);
  return {
    what: `in commit ${number}`,
    main: main.before,
    journal: left,
    acknowledged,
    ...besides(acknowledged, random),
  };
}

/** Returns what is left in the middle of a checkpoint: some pages are new, and the journal is complete. */
function midCheckpoint({ main, journal, acknowledged }: Recording, random: () => number): Remains {
  const mixed = Buffer.from(main.after);
  for (let at = 0; at < main.before.length; at += SECTOR_BYTES) {
    if (random() < 0.5) main.before.copy(mixed, at, at, at + SECTOR_BYTES);
  }
  const length = random() < 0.5 ? main.before.length : main.after.length;
  return {
    what: "in a checkpoint",
    main: mixed.subarray(0, length),
    journal,
    acknowledged,
    ...besides(acknowledged, random),
  };
}

/** Neither the journal's index nor the mark is synced with a commit: each is from any earlier time, or missing. */
function besides(acknowledged: readonly Acknowledged[], random: () => number): Pick<Remains, "index" | "mark"> {
  const any = () => acknowledged[Math.floor(random() * acknowledged.length * 1.3)];
  return { index: any()?.index ?? null, mark: any()?.mark ?? null };
}

async function problemsOf(file: string, remains: Remains, { messages }: Recording): Promise<string[]> {
  writeFileSync(file, remains.main);
  writeFileSync(`${file}-wal`, remains.journal);
  if (remains.index) writeFileSync(`${file}-shm`, remains.index);
  if (remains.mark) writeFileSync(`${file}-mark`, remains.mark);
  try {
    const store = openStore(pathToFileURL(file));
    try {
      return await problemsIn(store, file, remains, messages);
    } finally {
      store.close();
    }
  } catch (fault) {
    return [fault instanceof Error ? fault.message : String(fault)];
  }
}

async function problemsIn(
  store: Store,
  file: string,
  remains: Remains,
  messages: readonly Message[],
): Promise<string[]> {
  const acknowledged = new Set(remains.acknowledged.map(({ messageId }) => messageId));
  // OFAuth sends everything again: acknowledged events are recognized, and the rest is accepted.
  const outcomes = await Promise.all(messages.map((message, index) => ingest(store, message, index)));
  const lost = messages.filter(({ id }, index) => acknowledged.has(id) && outcomes[index]?.outcome === "stored");
  const client = new BetterSqlite3(file, { readonly: true });
  const finding = client.pragma("integrity_check(1)", { simple: true });
  client.close();
  const { corrected, removed, mended, damaged, events } = await store.maintenance.rebuild({ isDryRun: true });
  return [
    ...(lost.length > 0 ? [`${lost.length} acknowledged events are gone`] : []),
    ...(finding === "ok" ? [] : [`integrity_check says ${finding}`]),
    ...(corrected + removed + mended + damaged.count === 0 ? [] : ["states or events are not what was stored"]),
    ...(events > 0 ? [] : ["nothing is there"]),
  ];
}
