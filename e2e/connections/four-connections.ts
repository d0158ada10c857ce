import type { Relink } from "@/e2e/deployment";

const DAY = 86_400_000;

/** Ann is active, Bob expired twice and lost a permission, Cleo is gone and has no user, Dan shares Ann's account. */
export async function tellFour(relink: Relink): Promise<void> {
  const now = Date.now();
  const tell = (name: string, days: number, more: object = {}) =>
    relink.tell("created", {
      connection: `conn_${name}`,
      user: `user_${name}`,
      account: { id: name, name: `${name[0]?.toUpperCase()}${name.slice(1)} Smith`, username: name },
      permissions: ["posts:read", "messages:read"],
      occurredAt: now - days * DAY,
      ...more,
    });
  await tell("ann", 2);
  await tell("bob", 60);
  await relink.tell("expired", { connection: "conn_bob", user: "user_bob", occurredAt: now - 50 * DAY });
  await relink.tell("updated", {
    connection: "conn_bob",
    user: "user_bob",
    permissions: ["posts:read"],
    occurredAt: now - 40 * DAY,
  });
  await relink.tell("expired", { connection: "conn_bob", user: "user_bob", occurredAt: now - 35 * DAY });
  await tell("cleo", 20, { user: null });
  await relink.tell("disconnected", { connection: "conn_cleo", user: null, occurredAt: now - 10 * DAY });
  await tell("dan", 5, { account: { id: "ann", name: "Dan Smith", username: "dan" } });
}
