/** Where OFAuth posts its events. */
export const WEBHOOK_PATH = "/api/webhooks/ofauth";
