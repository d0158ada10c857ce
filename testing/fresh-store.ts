import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { openStore } from "@/db/open-store";
import type { Store } from "@/db/store";

/** An empty folder that is gone when the test is over. */
export function freshFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "relink-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty store on the real engine, gone when the test is over. */
export function freshStore(): Store {
  return storeAt(path.join(freshFolder(), "relink.db"));
}

/** A store on a file, closed when the test is over. */
export function storeAt(file: string): Store {
  const store = openStore(pathToFileURL(file));
  onTestFinished(() => store.close());
  return store;
}
