import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { openStore } from "@/db/open-store";
import type { Store } from "@/db/store";

/** Creates an empty folder that is deleted when the test ends. */
export function freshFolder(): string {
  const folder = makeFolder();
  onTestFinished(() => deleteFolder(folder));
  return folder;
}

/** Opens an empty store on the real engine, closed and deleted when the test ends. */
export function freshStore(): Store {
  return storeAt(path.join(freshFolder(), "relink.db"));
}

/** Opens a store on a file and closes it when the test ends. */
export function storeAt(file: string): Store {
  const store = openStore(pathToFileURL(file));
  onTestFinished(() => store.close());
  return store;
}

/** Runs work in an empty folder and deletes it at once: a property's many runs must not leave theirs until the test ends. */
export async function withFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = makeFolder();
  try {
    return await work(folder);
  } finally {
    deleteFolder(folder);
  }
}

/** Runs work on an empty store, then closes and deletes it (see `withFolder`). */
export function withStore<T>(work: (store: Store, file: string) => Promise<T>): Promise<T> {
  return withFolder(async (folder) => {
    const file = path.join(folder, "relink.db");
    const store = openStore(pathToFileURL(file));
    try {
      return await work(store, file);
    } finally {
      store.close();
    }
  });
}

function makeFolder(): string {
  return mkdtempSync(path.join(tmpdir(), "relink-test-"));
}

function deleteFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
