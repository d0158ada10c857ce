import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    include: ["**/*.test.ts"],
    exclude: ["node_modules", ".next", "e2e"],
    environment: "node",
    setupFiles: [path.join(import.meta.dirname, "testing", "fail-on-console.ts")],
    testTimeout: 30_000,
  },
});
