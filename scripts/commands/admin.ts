import type { Store } from "@/db/store";
import { CONSOLE } from "@/domain/access/audit";
import { parseEmail } from "@/domain/access/person";
import { parseRole, ROLES } from "@/domain/access/role";
import { LINK_LIFE_MS, type LinkKind, mintSecret } from "@/domain/access/sign-in";
import { formatAge } from "@/domain/values/duration";
import { fail, failOnFaults, readArguments, say } from "./arguments";
import { openDatabase } from "./open-database";
import { settings } from "./settings";

const USAGE = `Restores access, for anyone who can run commands on the server. Safe while the server runs.

  npm run admin                          lists who may sign in
  npm run admin -- link EMAIL            a one-time link for this person: a new password, and the second step off;
                                         for someone new, an invitation as admin
  npm run admin -- unlink EMAIL          unlinks single sign-on: their next one links the account that they have then
  npm run admin -- role EMAIL ROLE       gives them another role: ${ROLES.join(", ")}`;

failOnFaults();
const { positionals } = readArguments({}, USAGE, 3);
const { publicUrl, host, port } = settings();
const store = openDatabase();
const by = { author: CONSOLE, at: Date.now() };
const [command, typed, role] = positionals;
if (command === undefined) await list(store);
else if (command === "link") await makeLink(store, readEmail(typed));
else if (command === "unlink") await unlink(store, readEmail(typed));
else if (command === "role") await changeRole(store, readEmail(typed), role);
else fail(USAGE);
store.close();

async function list({ people }: Store): Promise<void> {
  const everyone = await people.list();
  if (everyone.length === 0) say("Nobody yet. Start Relink, and open the set-up link that it prints.");
  for (const { email, name, role, seenAt } of everyone) {
    say(`${email}  ${name}  ${role}  ${seenAt === null ? "never here" : `here ${formatAge(seenAt, by.at)}`}`);
  }
}

async function makeLink({ people, links }: Store, email: string): Promise<void> {
  const person = await people.findByEmail(email);
  const kind: LinkKind = person ? "access" : "invitation";
  const { text, hash } = mintSecret();
  const link = { kind, email, role: person ? null : ("admin" as const), personId: person?.id ?? null };
  const deed = person ? ("access_link_made" as const) : ("invited" as const);
  const details = person ? {} : { role: "admin" };
  await links.make(
    { ...link, secretHash: hash, expiresAt: by.at + LINK_LIFE_MS[kind] },
    { deed, subject: email, details },
    by,
  );
  const origin = publicUrl?.origin ?? `http://${host}:${port}`;
  say(
    person
      ? `For ${email}, good once and for a day:`
      : `An invitation as admin for ${email}, good once and for a week:`,
  );
  say(`${origin}/join/${text}`);
}

async function unlink({ people }: Store, email: string): Promise<void> {
  const person = (await people.findByEmail(email)) ?? fail(`There is nobody with the address ${email}.`);
  const unlinked = await people.unlinkIdentities(person.id, by);
  say(unlinked === 0 ? `${email} has no single sign-on linked.` : `Single sign-on of ${email} is unlinked.`);
}

async function changeRole({ people }: Store, email: string, wanted: string | undefined): Promise<void> {
  const role = parseRole(wanted) ?? fail(`Give one of the roles ${ROLES.join(", ")}.`);
  const person = (await people.findByEmail(email)) ?? fail(`There is nobody with the address ${email}.`);
  const outcome = await people.changeRole(person.id, role, by);
  if ("refusal" in outcome) fail(`${email} is the last admin: make someone else admin first.`);
  say(`${email} is ${role} now.`);
}

function readEmail(text: string | undefined): string {
  return parseEmail(text) ?? fail(`Give an e-mail address.\n\n${USAGE}`);
}
