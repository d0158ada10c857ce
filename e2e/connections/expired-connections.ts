import type { Relink } from "@/e2e/deployment";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Creates connections that expired this many hours ago, one after the other; the first expired longest ago. */
export async function tellOfExpired(relink: Relink, names: readonly string[], hoursAgo = 100): Promise<void> {
  for (const [index, name] of names.entries()) {
    const word = name.toLowerCase().replaceAll(" ", "_");
    const said = { connection: `conn_${word}`, user: `user_${word}` };
    const account = { id: `of_${word}`, name, username: word };
    const expiredAt = Date.now() - (hoursAgo - index) * HOUR;
    await relink.tell("created", { ...said, account, permissions: ["posts:read"], occurredAt: expiredAt - 40 * DAY });
    await relink.tell("expired", { ...said, occurredAt: expiredAt });
  }
}
