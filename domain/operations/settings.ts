import { z } from "zod";
import { retentionRulesSchema } from "./retention";

/** Settings that admins choose for the deployment. */
export const settingsSchema = z.object({
  /** True to hide creators' names and usernames from viewers. */
  masksNamesForViewers: z.boolean().default(false),
  /** The cool-down: how long not to contact a user again, unless an operator insists. */
  coolDownHours: z.int().min(0).max(720).default(24),
  /** The team's name on the page behind a reconnect link. */
  teamName: z.string().max(60).default(""),
  /** How long a reconnect link is valid. */
  linkDays: z.int().min(1).max(365).default(30),
  /** The URL of a chat, with `{message}`, `{user}` and `{username}` in it; empty for none. */
  chatAddress: z.string().max(500).default(""),
  ...retentionRulesSchema.shape,
});

export type Settings = z.infer<typeof settingsSchema>;
