import type { NextConfig } from "next";
import { ANSWER_HEADERS, DATA_HEADERS } from "@/server/http/answer-headers";

/** Adds the routes that measure the framework: see bench/ingest.ts. Builds into its own folder. */
const FOR_MEASURING: NextConfig = {
  distDir: ".cache/bench/next",
  pageExtensions: ["tsx", "ts", "bench.ts"],
  typescript: { tsconfigPath: "bench/tsconfig.json" },
};

const config: NextConfig = {
  ...(process.env.RELINK_BENCH ? FOR_MEASURING : {}),
  // Set for builds only: a server started from the checkout doesn't support this output.
  ...(process.env.RELINK_STANDALONE ? { output: "standalone" } : {}),
  poweredByHeader: false,
  reactStrictMode: true,
  // A webhook URL with a trailing slash must work too: senders take a redirect for a failure.
  skipTrailingSlashRedirect: true,
  experimental: {
    // Enables `forbidden()`, which responds with 403.
    authInterrupts: true,
    // The proxy's body limit: slightly more than it lets through (server/http/form-body.ts).
    proxyClientMaxBodySize: "1100kb",
  },
  // Set explicitly, because the framework would take a parent folder with a lockfile for the project.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  // The image optimiser is unused, so nobody can reach it.
  images: { unoptimized: true },
  outputFileTracingIncludes: { "/*": ["./db/sqlite/migrations/**/*", "./db/sqlite/**/*.mjs"] },
  headers: async () => [
    { source: "/:path*", headers: asRules(ANSWER_HEADERS) },
    { source: "/api/:path*", headers: asRules(DATA_HEADERS) },
  ],
};

function asRules(headers: typeof ANSWER_HEADERS): { key: string; value: string }[] {
  return headers.map(([key, value]) => ({ key, value }));
}

export default config;
