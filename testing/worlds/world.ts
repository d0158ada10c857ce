import { KNOWN_PERMISSIONS } from "@/domain/connection/permissions";
import { CHANGE_RULES, type ConnectionChange } from "@/domain/intake/event";
import { docsBody, type Said } from "./deliveries";

/** A made-up creator of one connection; the same for the same number and seed. */
export type Creator = {
  readonly connection: string;
  readonly user: string | null;
  readonly account: { readonly id: string; readonly name: string; readonly username: string };
};

/** The last status of a made-up connection. */
export type Ending = "active" | "expired" | "disconnected";

/** The current state of a made-up connection. */
export type Life = { readonly status: Ending; readonly permissions: readonly string[] };

const FIRST_NAMES =
  "Ava Mia Zoë Léa Chloé Ines Sofía Lucía Giulia Nora Freja Saga Maja Ayşe Elif Zeynep Jane Ruby Skye Luna Aria Bella Daisy Ivy Kayla Jade Amara Zuri Nia Priya Anya Mei Yuki Hana Soo-ah Linh Thảo Marek Łukasz Žofie Đorđe Ángel".split(
    " ",
  );
const LAST_NAMES =
  "Doe Rose Fox Vale Stone Rivers Lane Moon Sterling Hart Winters Bloom Laurent Dubois García Núñez Rossi Müller Weiß Sørensen Åkesson Kowalska Nováková Yılmaz Okafor Adeyemi Sharma Nguyễn Tanaka Kim".split(
    " ",
  );
const WHOLE_NAMES = [
  "Анна Иванова",
  "Катерина Шевченко",
  "Μαρία Παπαδοπούλου",
  "سارة محمود",
  "ليلى حداد",
  "נועה לוי",
  "李小龙",
  "王芳",
  "田中さくら",
  "김지우",
  "प्रिया शर्मा",
  "สุดา ใจดี",
  "💎 Diamond 💎",
  "☆彡 Mizuki",
  "Maximiliana Alexandrovna von Hohenzollern-Sigmaringen y de la Fuente",
];
const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

/** Returns a seeded generator of numbers in [0, 1): mulberry32, public domain. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Returns a creator. Three of ten share a user, one in twenty-five has none. */
export function creatorOf(index: number, seed: number): Creator {
  const random = randomFrom(seed + index * 7_919);
  const name = nameFrom(random);
  const handle =
    name
      .normalize("NFD")
      .toLowerCase()
      .replace(/[^a-z]/g, "") || "creator";
  const position = index % 10;
  const userNumber = position < 3 ? index - position : index;
  return {
    connection: `conn_${code(random, 24)}`,
    user: index % 25 === 7 ? null : `user_${100_000 + userNumber}`,
    account: { id: String(10_000_000 + index * 37), name, username: `${handle}${Math.floor(random() * 1_000)}` },
  };
}

/** Draws a last status: about 70 % active, 18 % expired, 12 % disconnected. */
export function endingFrom(random: () => number): Ending {
  const chance = random();
  if (chance < 0.7) return "active";
  return chance < 0.88 ? "expired" : "disconnected";
}

/** Returns the next change in a life; the last one leads to its ending. */
export function nextChange(life: Life | null, isLast: boolean, ending: Ending, random: () => number): ConnectionChange {
  if (isLast && ending !== "active") return ending;
  if (!life) return "created";
  if (life.status === "expired" || isLast) return "updated";
  return random() < 0.3 ? "expired" : "updated";
}

/** Returns the life after a change. Occasionally an update adds or removes permissions. */
export function liveOn(life: Life | null, change: ConnectionChange, random: () => number): Life {
  const before = life?.permissions ?? somePermissions(random);
  if (change === "expired" || change === "disconnected") return { status: change, permissions: before };
  const isChanged = change === "updated" && random() < 0.35;
  return { status: "active", permissions: isChanged ? shiftPermissions(before, random) : before };
}

/** Returns the body that reports a change, in the documented dialect; `expired` and `disconnected` have few fields. */
export function bodyOf(creator: Creator, life: Life, change: ConnectionChange, occurredAt: number): string {
  const { connection, user, account } = creator;
  const details = CHANGE_RULES[change].isThin
    ? {}
    : { permissions: life.permissions, account: { ...account, avatar: `https://cdn.example/${account.id}.jpg` } };
  return docsBody(change, { connection, user, occurredAt, status: life.status, ...details } satisfies Said);
}

function nameFrom(random: () => number): string {
  if (random() < 0.12) return pick(WHOLE_NAMES, random);
  return `${pick(FIRST_NAMES, random)} ${pick(LAST_NAMES, random)}`;
}

function somePermissions(random: () => number): string[] {
  const wanted = 1 + Math.floor(random() * 12);
  const start = Math.floor(random() * KNOWN_PERMISSIONS.length);
  const names = Array.from(
    { length: wanted },
    (_, step) => KNOWN_PERMISSIONS[(start + step * 3) % KNOWN_PERMISSIONS.length],
  );
  return [...new Set(names)].flatMap((name) => name ?? []);
}

function shiftPermissions(before: readonly string[], random: () => number): string[] {
  const taken = before.length > 1 && random() < 0.5 ? pick(before, random) : null;
  const brought = random() < 0.6 && before.length < 12 ? pick(KNOWN_PERMISSIONS, random) : null;
  const kept = before.filter((name) => name !== taken);
  return brought && !kept.includes(brought) ? [...kept, brought] : kept;
}

function pick<T>(from: readonly T[], random: () => number): T {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new Error("Nothing to pick from");
  return chosen;
}

function code(random: () => number, length: number): string {
  return Array.from({ length }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join("");
}
