// Exits with 0 if the server in this container is healthy. For health checks in an image without curl or the like.
const TIMEOUT_MS = 4_000;
const port = process.env.PORT || "3000";
const url = `http://127.0.0.1:${port}/api/health`;
const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => null);
process.exit(response?.ok ? 0 : 1);
