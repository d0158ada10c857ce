import path from "node:path";
import { defineConfig } from "vitest/config";

const ROOT = path.dirname(import.meta.dirname);

/** Tests of what is deployed. They need a production build, make another, and start servers: minutes, not seconds. */
export default defineConfig({
  resolve: { alias: { "@": ROOT } },
  test: {
    root: ROOT,
    // `npm test` leaves the proofs out: they need programs that npm does not bring.
    include: ["deploy/*.slow.ts", "deploy/*.proof.ts"],
    environment: "node",
    setupFiles: [path.join(ROOT, "testing", "fail-on-console.ts")],
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
