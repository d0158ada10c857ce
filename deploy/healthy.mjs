// Ends with 0 where the server beside it is well. For health checks in an image that has no other program to ask with.
const TIMEOUT_MS = 4_000;
const port = process.env.PORT || "3000";
const url = `http://127.0.0.1:${port}/api/health`;
const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => null);
process.exit(response?.ok ? 0 : 1);
