import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { endianness } from "node:os";

/** https://www.sqlite.org/walformat.html */
const INDEX_HEADER_BYTES = 48;
const INDEX_VERSION = 3_007_000;
const CHECKPOINTED_AT = 2 * INDEX_HEADER_BYTES;
const JOURNAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const JOURNAL_MAGIC = 0x377f0682;

type IndexHeader = {
  /** Frames in the journal up to the last commit. */
  readonly frames: number;
  /** How many of these are also in the database file. */
  readonly checkpointed: number;
  readonly pageBytes: number;
  readonly salts: string;
};

/**
 * Returns true if commits are missing from the journal of a database that was not closed. Call it before SQLite reads the
 * journal: it takes a truncated one for the trace of a crash, and goes on without the rest. After each full sync SQLite records
 * the length in the index next to the journal, so a shorter journal was truncated or changed afterwards, and not by a crash.
 * Without the index, only damage before the last commits shows.
 */
export function missesCommits(file: string): boolean {
  const before = readIndex(`${file}-shm`);
  if (!before) return hasCommitsBeyondDamage(`${file}-wal`);
  if (before.header.frames <= before.header.checkpointed) return false;
  if (holdsFrames(`${file}-wal`, before.header)) return false;
  // Another process may have emptied the journal just now; then the index has changed too.
  return readIndex(`${file}-shm`)?.bytes.equals(before.bytes) === true;
}

/**
 * Returns true if SQLite would stop reading a journal before its last commits: a crash only tears the last one. Frames with other
 * salts are from before the journal was restarted.
 */
function hasCommitsBeyondDamage(file: string): boolean {
  if (!existsSync(file)) return false;
  const journal = openSync(file, "r");
  try {
    const header = readAt(journal, 0, JOURNAL_HEADER_BYTES);
    const { size } = fstatSync(journal);
    const sums = sumsOfHeader(header);
    if (!sums) return size > JOURNAL_HEADER_BYTES;
    const frameBytes = FRAME_HEADER_BYTES + header.readUInt32BE(8);
    const frames = Math.floor((size - JOURNAL_HEADER_BYTES) / frameBytes);
    const whole = countWholeFrames(journal, { frames, frameBytes, header, sums });
    let commits = 0;
    for (let index = whole; index < frames && commits < 2; index++) {
      const frame = readAt(journal, JOURNAL_HEADER_BYTES + index * frameBytes, FRAME_HEADER_BYTES);
      if (saltsOf(frame, 8) === saltsOf(header) && frame.readUInt32BE(4) > 0) commits++;
    }
    return commits > 1;
  } finally {
    closeSync(journal);
  }
}

/** Returns null if it is missing or incomplete: it is never synced, so after a power cut it may hold anything. */
function readIndex(file: string): { readonly header: IndexHeader; readonly bytes: Buffer } | null {
  if (!existsSync(file)) return null;
  const bytes = readFileSync(file).subarray(0, CHECKPOINTED_AT + 4);
  if (bytes.length < CHECKPOINTED_AT + 4) return null;
  const first = bytes.subarray(0, INDEX_HEADER_BYTES);
  if (!first.equals(bytes.subarray(INDEX_HEADER_BYTES, CHECKPOINTED_AT))) return null;
  const words = wordsOf(first, isNativeBig());
  const isWhole =
    words[0] === INDEX_VERSION && first[12] === 1 && sumsEqual(checksum(words.subarray(0, 10)), words, 10);
  if (!isWhole) return null;
  const pageSize = isNativeBig() ? first.readUInt16BE(14) : first.readUInt16LE(14);
  return {
    bytes,
    header: {
      frames: words[4] ?? 0,
      checkpointed: wordsOf(bytes.subarray(CHECKPOINTED_AT), isNativeBig())[0] ?? 0,
      pageBytes: pageSize === 1 ? 65_536 : pageSize,
      salts: first.subarray(32, 40).toString("hex"),
    },
  };
}

function holdsFrames(file: string, { frames, pageBytes, salts }: IndexHeader): boolean {
  if (!existsSync(file)) return false;
  const journal = openSync(file, "r");
  try {
    const header = readAt(journal, 0, JOURNAL_HEADER_BYTES);
    const sums = sumsOfHeader(header);
    if (!sums) return false;
    // A complete journal with other commits: the index is older, as after a power cut.
    if (saltsOf(header) !== salts) return true;
    const frameBytes = FRAME_HEADER_BYTES + pageBytes;
    if (fstatSync(journal).size < JOURNAL_HEADER_BYTES + frames * frameBytes) return false;
    return countWholeFrames(journal, { frames, frameBytes, header, sums }) === frames;
  } finally {
    closeSync(journal);
  }
}

/** Counts the frames before the first damaged one. */
function countWholeFrames(
  journal: number,
  given: { frames: number; frameBytes: number; header: Buffer; sums: Sums },
): number {
  const { frames, frameBytes, header } = given;
  const isBig = isBigJournal(header);
  let sums = given.sums;
  for (let index = 0; index < frames; index++) {
    const frame = readAt(journal, JOURNAL_HEADER_BYTES + index * frameBytes, frameBytes);
    if (saltsOf(frame, 8) !== saltsOf(header)) return index;
    sums = checksum(wordsOf(frame.subarray(0, 8), isBig), sums);
    sums = checksum(wordsOf(frame.subarray(FRAME_HEADER_BYTES), isBig), sums);
    if (!sumsEqual(sums, wordsOf(frame.subarray(16, FRAME_HEADER_BYTES), true), 0)) return index;
  }
  return frames;
}

type Sums = readonly [number, number];

/** Returns null if SQLite didn't write this header. */
function sumsOfHeader(header: Buffer): Sums | null {
  if (header.length < JOURNAL_HEADER_BYTES || (header.readUInt32BE(0) & ~1) >>> 0 !== JOURNAL_MAGIC) return null;
  const sums = checksum(wordsOf(header.subarray(0, 24), isBigJournal(header)));
  return sumsEqual(sums, wordsOf(header.subarray(24), true), 0) ? sums : null;
}

/** SQLite's checksum: two sums, each of which includes the other. */
function checksum(words: Uint32Array, [a, b]: Sums = [0, 0]): Sums {
  let first = a;
  let second = b;
  for (let index = 0; index < words.length; index += 2) {
    first = (first + (words[index] ?? 0) + second) >>> 0;
    second = (second + (words[index + 1] ?? 0) + first) >>> 0;
  }
  return [first, second];
}

function sumsEqual([a, b]: Sums, words: Uint32Array, at: number): boolean {
  return words[at] === a && words[at + 1] === b;
}

function wordsOf(bytes: Buffer, isBig: boolean): Uint32Array {
  const copy = Buffer.from(bytes);
  if (isBig !== isNativeBig()) copy.swap32();
  return new Uint32Array(copy.buffer, copy.byteOffset, copy.length / 4);
}

function saltsOf(header: Buffer, at = 16): string {
  return header.subarray(at, at + 8).toString("hex");
}

function isBigJournal(header: Buffer): boolean {
  return (header.readUInt32BE(0) & 1) === 1;
}

function isNativeBig(): boolean {
  return endianness() === "BE";
}

function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, position));
}
