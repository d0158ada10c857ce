import type { NextConfig } from "next";

/** No request of the browser leaves the deployment: the policy enforces what the pages promise. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  // Next's own start-up script is inline, and development mode evaluates.
  `script-src 'self' 'unsafe-inline'${process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : ""}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // A webhook URL entered with a slash at its end must work too: senders take a redirect for a failure.
  skipTrailingSlashRedirect: true,
  outputFileTracingIncludes: { "/*": ["./db/sqlite/migrations/**/*"] },
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "content-security-policy", value: CONTENT_SECURITY_POLICY },
        { key: "x-content-type-options", value: "nosniff" },
        { key: "referrer-policy", value: "same-origin" },
        { key: "cross-origin-opener-policy", value: "same-origin" },
        { key: "permissions-policy", value: "camera=(), geolocation=(), microphone=()" },
      ],
    },
  ],
};

export default config;
