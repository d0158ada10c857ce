import type { Relink } from "@/e2e/deployment";
import { CANARIES } from "@/testing/worlds/canaries";

const [given = "", earlier = ""] = CANARIES.name;
const NAME = `${given} Wrenfield`;
const EARLIER = `${earlier} Before`;
const [USERNAME = ""] = CANARIES.username;
const [USER = ""] = CANARIES.reference;
const [TYPED = ""] = CANARIES.typed;

export { EARLIER, NAME, TYPED, USER, USERNAME };

const ACCOUNT = {
  id: CANARIES.accountId[0] ?? "",
  name: NAME,
  username: USERNAME,
  avatar: `https://cdn.example/${CANARIES.avatar[0]}.jpg`,
};

/** Every screen that shows or could show personal data, in a state that shows it. */
export const SCREENS: readonly string[] = [
  "/connections",
  "/connections?open=conn_qx7",
  `/connections?q=${USER}`,
  `/connections?q=${NAME}&user=${USER}&not_user=${USER}2`,
  `/connections?q=${TYPED}&user=${USER}`,
  `/connections?status=active&sort=${TYPED}&${TYPED}=1`,
  "/connections?columns=status,account,user,permissions,last_event,connection,expiries,created,environment&density=compact",
  "/connections/conn_qx7",
  "/connections/conn_lost",
  `/connections/conn_qx7?type=${TYPED}`,
  "/connections/conn_moved",
  "/connections/conn_nobody",
  `/users/${USER}`,
  `/users/${TYPED}`,
  "/outreach",
  "/outreach?outreach=any&open=conn_lost",
  `/outreach?q=${USER}&outreach=any&user=${USER}`,
  "/outreach/results",
  "/outreach/results?show=closed&period=all",
  "/outreach/templates",
  "/events",
  "/events?event=1",
  `/events?value=${CANARIES.accountId[0]}&user=${USER}`,
  `/events?value=${TYPED}`,
  "/deliveries",
  `/deliveries?cause=${TYPED}`,
  "/quarantine",
  "/replay",
  "/doctor",
  "/audit",
  `/audit?q=${TYPED}`,
  "/settings",
  "/settings/outreach",
  "/settings/people",
  "/settings/tokens",
  "/settings/privacy",
  "/settings/backup",
  "/settings/storage",
  "/account",
  `/erase?kind=user&reference=${USER}`,
  "/erase?kind=account&connection=conn_qx7",
  `/erase?kind=user&reference=${TYPED}`,
  `/nowhere/${TYPED}`,
];

/** A user with two connections of one account, and a body that can't be parsed; every field contains a canary. */
export async function tellOfCanary(relink: Relink): Promise<void> {
  const now = Date.now();
  const her = { connection: "conn_qx7", user: USER };
  await relink.tell("created", { ...her, account: { ...ACCOUNT, name: EARLIER }, occurredAt: now - 9_000 });
  await relink.tell("updated", {
    ...her,
    account: ACCOUNT,
    permissions: ["messages:read"],
    occurredAt: now - 8_000,
  });
  await relink.tell("created", { ...her, connection: "conn_qx8", account: ACCOUNT, occurredAt: now - 7_000 });
  await relink.post(
    JSON.stringify({ type: "odd.new", data: { name: NAME, username: USERNAME, text: CANARIES.body[0] } }),
  );
}

/** Also adds a connection that moved to another user and account, and a case to work on. */
export async function tellMoreOfCanary(relink: Relink): Promise<void> {
  const now = Date.now();
  const other = { ...ACCOUNT, id: `${ACCOUNT.id}b`, username: `${USERNAME}2` };
  const moved = { connection: "conn_moved", occurredAt: now - 5_000 };
  await relink.tell("created", { ...moved, user: USER, account: ACCOUNT });
  await relink.tell("updated", { ...moved, user: `${USER}2`, account: other, occurredAt: now - 4_000 });
  const lost = { connection: "conn_lost", user: `${USER}9`, account: { ...other, id: `${ACCOUNT.id}c` } };
  await relink.tell("created", { ...lost, occurredAt: now - 3_000, permissions: ["messages:read"] });
  await relink.tell("expired", { ...lost, occurredAt: now - 2_000 });
}
