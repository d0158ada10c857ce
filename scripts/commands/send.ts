import { randomUUID } from "node:crypto";
import { CHANGE_RULES, CONNECTION_CHANGES, type ConnectionChange } from "@/domain/intake/event";
import type { Receipt } from "@/domain/intake/receipt";
import type { SignatureScheme } from "@/domain/intake/signature";
import { findSecretProblem, parseWebhookSecret, type WebhookSecret } from "@/domain/intake/signature";
import { postSigned, receiptOf } from "@/testing/servers/front-door";
import { docsBody, type Said, sdkBody } from "@/testing/worlds/deliveries";
import { fail, failOnFaults, readArguments, readCount, readDuration, say } from "./arguments";

const USAGE = `Signs one event as OFAuth would, posts it to a running Relink, and prints the answer.

  npm run send -- connection.expired --user user_456 --connection conn_abc123

  ${CONNECTION_CHANGES.map((change) => `connection.${change}`).join(" | ")}
                       or any other type, or --file with a body of your own
  --connection ID      default conn_abc123
  --user REF           default user_456; "none" for a connection without a user
  --account ID  --name NAME  --username NAME
                       the remote account; created and updated events carry one by default
  --permission NAME    any number of times; created and updated events carry some by default
  --status WORD        default: what fits the type
  --dialect docs|sdk   default docs
  --scheme ofauth|svix default svix
  --id MESSAGE_ID      the message id of svix; default a new one
  --times N            deliver the same event N times
  --ago 2h             the event occurred that long ago (docs dialect; 90s, 15m, 3h, 2d)
  --sent-ago 10m       the attempt was signed that long ago, to see it refused
  --secret SECRET      default OFAUTH_WEBHOOK_SECRET from the environment or .env
  --file PATH          send this body, byte for byte
  --url URL            default http://HOST:PORT of the environment`;

failOnFaults();
const { values, positionals } = readArguments(
  {
    connection: { type: "string", default: "conn_abc123" },
    user: { type: "string", default: "user_456" },
    account: { type: "string" },
    name: { type: "string" },
    username: { type: "string" },
    permission: { type: "string", multiple: true },
    status: { type: "string" },
    dialect: { type: "string", default: "docs" },
    scheme: { type: "string", default: "svix" },
    id: { type: "string" },
    times: { type: "string", default: "1" },
    ago: { type: "string", default: "0s" },
    "sent-ago": { type: "string", default: "0s" },
    secret: { type: "string" },
    file: { type: "string" },
    url: { type: "string" },
  },
  USAGE,
  1,
);

await send();

async function send(): Promise<void> {
  const scheme = readScheme();
  const secret = readSecret();
  const body = await readBody();
  const times = readCount("times", values.times);
  const messageId = values.id ?? `msg_${randomUUID().replaceAll("-", "")}`;
  const sentAt = Date.now() - readDuration("sent-ago", values["sent-ago"]);
  for (let attempt = 0; attempt < times; attempt++) {
    await post(body, { scheme, secret, messageId, sentAt, isTest: true });
  }
}

async function post(body: Uint8Array, sent: Parameters<typeof postSigned>[2]): Promise<void> {
  const origin =
    values.url ??
    `http://${process.env.HOST || "127.0.0.1"}:${process.env.RELINK_WEBHOOK_PORT || process.env.PORT || "3000"}`;
  if (!URL.canParse(origin)) fail(`--url takes an address such as http://127.0.0.1:3000, not "${origin}".`);
  const response = await postSigned(origin, body, sent).catch(() =>
    fail(`Nothing answers at ${origin}. Start Relink first (npm start), or name another address with --url.`),
  );
  const receipt = receiptOf(response);
  say(`${response.status} ${receipt ? wordsOf(receipt) : await response.text()}`);
  if (!response.ok) process.exitCode = 1;
}

function wordsOf({ outcome, eventId, isRecognised }: Receipt): string {
  const event = eventId === null ? "" : `, event ${eventId}`;
  return `${outcome}${event}${isRecognised ? "" : ", not recognised"}`;
}

async function readBody(): Promise<Uint8Array> {
  if (values.file) {
    const { readFile } = await import("node:fs/promises");
    return readFile(values.file).catch(() => fail(`There is no file ${values.file}.`));
  }
  const [type] = positionals;
  if (!type) return fail(`Say which event to send.\n\n${USAGE}`);
  const kind = CONNECTION_CHANGES.find((one) => type === `connection.${one}`);
  const write = values.dialect === "sdk" ? sdkBody : docsBody;
  if (!["docs", "sdk"].includes(values.dialect)) fail(`--dialect is docs or sdk, not "${values.dialect}".`);
  const body = write(kind ?? "updated", said(kind));
  return Buffer.from(kind ? body : body.replace("connection.updated", () => JSON.stringify(type).slice(1, -1)));
}

function said(kind: ConnectionChange | undefined): Said {
  const isFull = kind !== undefined && !CHANGE_RULES[kind].isThin;
  const { account: id, name, username } = values;
  const isAccountGiven = Boolean(id ?? name ?? username);
  const defaults = { id: "of_user_456", name: "Jane Doe", username: "janedoe" };
  const given = Object.fromEntries(Object.entries({ id, name, username }).filter(([, value]) => value !== undefined));
  return {
    connection: values.connection,
    user: values.user === "none" ? null : values.user,
    occurredAt: Date.now() - readDuration("ago", values.ago),
    ...(values.status && { status: values.status }),
    ...((isFull || values.permission) && { permissions: values.permission ?? ["profile:read", "posts:read"] }),
    ...((isFull || isAccountGiven) && { account: isAccountGiven ? given : defaults }),
  };
}

function readScheme(): SignatureScheme {
  if (values.scheme === "ofauth" || values.scheme === "svix") return values.scheme;
  return fail(`--scheme is ofauth or svix, not "${values.scheme}".`);
}

function readSecret(): WebhookSecret {
  const [text] = (values.secret ?? process.env.OFAUTH_WEBHOOK_SECRET ?? "").split(/[\s,]+/).filter(Boolean);
  if (!text) return fail("No secret to sign with: set OFAUTH_WEBHOOK_SECRET in .env, or give --secret.");
  return parseWebhookSecret(text) ?? fail(`The secret ${findSecretProblem(text)}.`);
}
