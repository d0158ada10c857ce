/** The path OFAuth posts its events to. */
export const WEBHOOK_PATH = "/api/webhooks/ofauth";
