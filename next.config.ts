import type { NextConfig } from "next";

/** What our HTTP interface answers is data, never a page; pages have a policy of their own: see proxy.ts. */
const POLICY_OF_DATA = "default-src 'none'; frame-ancestors 'none'";

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
  // A role that does not reach is answered 403, by `forbidden()`.
  experimental: { authInterrupts: true },
  // Nothing here needs the image optimiser, so nobody can ask it for anything.
  images: { unoptimized: true },
  outputFileTracingIncludes: { "/*": ["./db/sqlite/migrations/**/*", "./db/sqlite/*.mjs"] },
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "x-content-type-options", value: "nosniff" },
        // No other site learns anything. Not "no-referrer": then forms say they come from nowhere, and are turned away as foreign.
        { key: "referrer-policy", value: "same-origin" },
        { key: "cross-origin-opener-policy", value: "same-origin" },
        { key: "cross-origin-resource-policy", value: "same-origin" },
        { key: "permissions-policy", value: "camera=(), geolocation=(), microphone=()" },
      ],
    },
    { source: "/api/:path*", headers: [{ key: "content-security-policy", value: POLICY_OF_DATA }] },
  ],
};

export default config;
