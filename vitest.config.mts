import { statfsSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "vitest/config";

const MEMORY_FOLDER = "/dev/shm";
/** Linux's magic number for tmpfs. */
const TMPFS = 0x01021994;
/** Docker's default is 64 MB, which is too little. */
const MEMORY_BYTES_MIN = 2_000_000_000;

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    // Deployments are tested by `deploy/*.slow.ts`, which need a build: see deploy/vitest.config.mts.
    include: ["**/*.test.ts"],
    exclude: ["node_modules", ".next", ".cache", "e2e"],
    environment: "node",
    setupFiles: ["fail-on-console.ts", "seeds.ts"].map((file) => path.join(import.meta.dirname, "testing", file)),
    maxWorkers: "100%",
    // Reloading modules for each file takes a third as long as the tests, so files share a process and clean up after themselves.
    isolate: false,
    // Otherwise a failing test would leave its spies, and what they recorded, to the next one.
    restoreMocks: true,
    // Test databases mostly wait for fsync, and no test survives a power cut.
    env: hasRoomInMemory() ? { TMPDIR: MEMORY_FOLDER } : {},
    // For hangs only: durations mean nothing on a machine that does other things too.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
});

function hasRoomInMemory(): boolean {
  try {
    const { type, bavail, bsize } = statfsSync(MEMORY_FOLDER);
    return type === TMPFS && bavail * bsize > MEMORY_BYTES_MIN;
  } catch {
    return false;
  }
}
