import { z } from "zod";

/** What admins decide for the deployment. */
export const settingsSchema = z.object({
  /** Whether viewers see creators without their names and usernames. */
  masksNamesForViewers: z.boolean().default(false),
});

export type Settings = z.infer<typeof settingsSchema>;
