/** The steps of a user's progress with a reconnect link, in order. */
export const LINK_PROGRESSES = ["handed_out", "opened", "started", "gave_up", "failed", "finished"] as const;
export type LinkProgress = (typeof LINK_PROGRESSES)[number];

/** Something that happened with a reconnect link. Instants in milliseconds. */
export type LinkStep = {
  readonly id: number;
  readonly at: number;
  readonly progress: LinkProgress;
  /** The step where they gave up, or the code it failed with, in the sender's own words; empty if unknown. */
  readonly detail: string;
  /** The connection that they came back with, according to the URL. Only the webhook proves it. */
  readonly connectionId: string | null;
};

/** The detail of a finished step whose connection is another than the link's. */
export const ANOTHER_CONNECTION = "another_connection";
