import { z } from "zod";
import { retentionRulesSchema } from "./retention";

/** What admins decide for the deployment. */
export const settingsSchema = z.object({
  /** Whether viewers see creators without their names and usernames. */
  masksNamesForViewers: z.boolean().default(false),
  /** A user who was contacted is left in peace for so long, unless someone means it. */
  coolDownHours: z.int().min(0).max(720).default(24),
  /** How users know the team: what the page behind a reconnect link calls it. */
  teamName: z.string().max(60).default(""),
  /** For how long a reconnect link is good. */
  linkDays: z.int().min(1).max(365).default(30),
  /** Where a message is written in a chat, with `{message}`, `{user}` and `{username}` in the address; empty for nowhere. */
  chatAddress: z.string().max(500).default(""),
  ...retentionRulesSchema.shape,
});

export type Settings = z.infer<typeof settingsSchema>;
