import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    // What is deployed is tried by `deploy/*.slow.ts`, which need a build: see deploy/vitest.config.mts.
    include: ["**/*.test.ts"],
    exclude: ["node_modules", ".next", ".cache", "e2e"],
    environment: "node",
    setupFiles: [path.join(import.meta.dirname, "testing", "fail-on-console.ts")],
    // For hanging ones: how long a test takes says nothing on a machine that does other things too.
    testTimeout: 120_000,
  },
});
