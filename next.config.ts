import type { NextConfig } from "next";
import { ANSWER_HEADERS, DATA_HEADERS } from "@/server/http/answer-headers";

/** Beside the product's routes, those that measure the framework: see bench/ingest.ts. A build of its own, in a folder of its own. */
const FOR_MEASURING: NextConfig = {
  distDir: ".cache/bench/next",
  pageExtensions: ["tsx", "ts", "bench.ts"],
  typescript: { tsconfigPath: "bench/tsconfig.json" },
};

const config: NextConfig = {
  ...(process.env.RELINK_BENCH ? FOR_MEASURING : {}),
  // Set for builds only: a server that is started from the checkout does not know the word.
  ...(process.env.RELINK_STANDALONE ? { output: "standalone" } : {}),
  poweredByHeader: false,
  reactStrictMode: true,
  // A webhook URL entered with a slash at its end must work too: senders take a redirect for a failure.
  skipTrailingSlashRedirect: true,
  experimental: {
    // `forbidden()` answers 403 if a role doesn't allow a page.
    authInterrupts: true,
    // What the proxy may hold of a body: a little more than it lets through (server/http/form-body.ts).
    proxyClientMaxBodySize: "1100kb",
  },
  // A lockfile in a folder above would make the framework take that folder for the project.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  // Nothing here needs the image optimiser, so nobody can ask it for anything.
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
