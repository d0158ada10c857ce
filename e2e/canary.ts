import type { Relink } from "./deployment";

/** Words that stand nowhere else. */
export const NAME = "Zxqvia Wrenfield";
export const EARLIER = "Qyxtha Earlier";
export const USERNAME = "zxqvia_wren";
export const USER = "user_qx7";
export const SCREENS = [
  "/connections",
  "/connections?open=conn_qx7",
  `/connections?q=${USER}`,
  "/connections/conn_qx7",
  `/users/${USER}`,
  "/events",
  "/events?event=1",
  "/deliveries",
  "/quarantine",
];

export async function tellOfCanary(relink: Relink): Promise<void> {
  const her = { connection: "conn_qx7", user: USER };
  const account = { id: "9041", name: NAME, username: USERNAME };
  await relink.tell("created", { ...her, account: { ...account, name: EARLIER }, occurredAt: Date.now() - 5_000 });
  await relink.tell("updated", { ...her, account, permissions: ["messages:read"], occurredAt: Date.now() - 4_000 });
  await relink.tell("created", { ...her, connection: "conn_qx8", account });
  await relink.post(JSON.stringify({ type: "odd.new", data: { name: NAME, username: USERNAME } }));
}
