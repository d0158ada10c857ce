import type { Relink } from "@/e2e/deployment";

export async function tellSome(relink: Relink): Promise<void> {
  const now = Date.now();
  for (const [index, name] of ["Zoë, Quinn", "=HYPERLINK(0)", "李小龙 💎"].entries()) {
    await relink.tell("created", {
      connection: `conn_${index}`,
      user: `user_${index}`,
      account: { id: `${index}`, name, username: `name${index}` },
      permissions: ["posts:read", "messages:read"],
      occurredAt: now - index * 1_000,
    });
  }
  await relink.tell("disconnected", { connection: "conn_gone", user: null, occurredAt: now - 9_000 });
}
