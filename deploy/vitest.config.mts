import path from "node:path";
import { defineConfig } from "vitest/config";

const ROOT = path.dirname(import.meta.dirname);

/** Deployment tests. They need a production build, make another, and start servers, which takes minutes. */
export default defineConfig({
  resolve: { alias: { "@": ROOT } },
  test: {
    root: ROOT,
    // `npm test` skips the proofs: they need programs that npm doesn't install.
    include: ["deploy/*.slow.ts", "deploy/*.proof.ts"],
    environment: "node",
    setupFiles: [path.join(ROOT, "testing", "fail-on-console.ts")],
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
