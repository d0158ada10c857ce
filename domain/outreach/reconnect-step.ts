/** How far a user came with the reconnect link, the latest last. */
export const LINK_PROGRESSES = ["handed_out", "opened", "started", "gave_up", "failed", "finished"] as const;
export type LinkProgress = (typeof LINK_PROGRESSES)[number];

/** What happened with a reconnect link. Where, and with which code: in the sender's own words. Instants in milliseconds. */
export type LinkStep = {
  readonly id: number;
  readonly at: number;
  readonly progress: LinkProgress;
  /** At which step they gave up, or which code it failed with; empty where nothing tells. */
  readonly detail: string;
  /** The connection that they came back with, as the address said: only the webhook proves it. */
  readonly connectionId: string | null;
};

/** The detail of a finished step whose connection is another than the link's. */
export const ANOTHER_CONNECTION = "another_connection";
