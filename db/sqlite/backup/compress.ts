import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import type { Progress } from "@/domain/operations/maintenance";

type Options = { readonly onProgress?: (progress: Progress) => void; readonly signal?: AbortSignal | undefined };

/** Output is a tenth larger than at the default level, in two thirds of the time. */
const LEVEL = 1;
/** Synced after this much, since unwritten data would delay the next delivery's own sync. */
const SYNC_BYTES = 4 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
const MEGABYTE = 1_000_000;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/** Compresses a file into another, which is on disk when the promise resolves. */
export async function compress(from: string, to: string, options: Options = {}): Promise<void> {
  const { size } = await stat(from);
  await pipeline(
    createReadStream(from, { highWaterMark: CHUNK_BYTES }),
    counted(size, options),
    createGzip({ level: LEVEL, chunkSize: CHUNK_BYTES }),
    writtenTo(to),
    signalOf(options),
  );
}

/** Reads a compressed file to its end, where its checksum is compared. Returns the number of bytes in it. Rejects if it is damaged. */
export async function proveReadable(file: string, options: Options = {}): Promise<number> {
  const { size } = await stat(file);
  let bytes = 0;
  await pipeline(
    createReadStream(file, { highWaterMark: CHUNK_BYTES }),
    counted(size, options),
    createGunzip({ chunkSize: CHUNK_BYTES }),
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) bytes += chunk.length;
    },
    signalOf(options),
  );
  return bytes;
}

/** Decompresses a file to a new one, or copies it if it isn't compressed. Rejects if it is damaged. */
export async function decompress(from: string, to: string, options: Options = {}): Promise<void> {
  const { size } = await stat(from);
  const read = createReadStream(from, { highWaterMark: CHUNK_BYTES });
  const write = writtenTo(to);
  if (await isCompressed(from)) {
    await pipeline(read, counted(size, options), createGunzip({ chunkSize: CHUNK_BYTES }), write, signalOf(options));
  } else {
    await pipeline(read, counted(size, options), write, signalOf(options));
  }
}

/** Syncs a file's folder, so that renames in it last; syncing the file alone doesn't do that. */
export async function syncFolderOf(file: string): Promise<void> {
  const folder = await open(path.dirname(file), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Returns true if a file's first bytes are those of a compressed one. */
export async function isCompressed(file: string): Promise<boolean> {
  const handle = await open(file, "r");
  try {
    const { buffer } = await handle.read(Buffer.alloc(GZIP_MAGIC.length), 0, GZIP_MAGIC.length, 0);
    return buffer.equals(GZIP_MAGIC);
  } finally {
    await handle.close();
  }
}

/** Ends a pipeline in a file that is synced to disk when everything has been written. */
function writtenTo(file: string) {
  return async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    const handle = await open(file, "w", 0o600);
    try {
      let unsynced = 0;
      for await (const chunk of chunks) {
        await handle.writeFile(chunk);
        unsynced += chunk.length;
        if (unsynced < SYNC_BYTES) continue;
        await handle.sync();
        unsynced = 0;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  };
}

/** Reports how much went through a pipeline. */
function counted(size: number, { onProgress = () => {} }: Options) {
  return async function* count(chunks: AsyncIterable<Buffer>) {
    let done = 0;
    for await (const chunk of chunks) {
      done += chunk.length;
      onProgress({ done: Math.round(done / MEGABYTE), total: Math.round(size / MEGABYTE) });
      yield chunk;
    }
  };
}

function signalOf({ signal }: Options): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}
