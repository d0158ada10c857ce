import { readdirSync } from "node:fs";
import path from "node:path";
import { readFixture } from "@/testing/worlds/fixtures";

type Random = () => number;

/** The tokens of a JSON text: values, names and punctuation. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]/g;
const CHANGES_MAX = 5;
const CONNECTIONS = 3_000;
const DEEP = 3_000;

/** Written literally, since no serializer would write them. */
const VALUES: readonly string[] = [
  ...["null", "true", "false", "0", "-0", "1e400", "-1e400", "9007199254740993", "12345678901234567890123", "0.1e-320"],
  ...['""', '" "', "{}", "[]", "[null]", "[[[[]]]]", '{"":""}', '{"id":{"id":{}}}', "[1,2,3]", '["messages:read",7]'],
  ...['"active"', '"expired"', '"disconnected"', '"paused"', '"conn_"', '"__proto__"', '"constructor"', '"toString"'],
  ...['"\\ud800"', '"\\udfff\\ud800"', '"\\u0000"', '"\\u202e"', '"\\ufeff"', '"🔥"', '"é"', '"e\\u0301"'],
  ...['"2024-01-15T10:30:00Z"', '"2024-13-45T99:00:00Z"', '"-271821-04-20T00:00:00Z"', '"+275760-09-13T00:00:00.001Z"'],
  ...['"0000-01-01T00:00:00Z"', '"9999-12-31T23:59:59.999999999Z"', '"2024-01-15T10:30:00+23:59"', '"2024-01-15"'],
  ...['"connection.created"', '"connection.updated"', '"connection.expired"', '"connection.disconnected"'],
  ...['"rules.updated"', '"RULES.update"', '"realtime.chat_typing.updated"', '"of.websocket.event.received"', '"x"'],
  `"${"a".repeat(255)}"`,
  `"${"a".repeat(256)}"`,
  `"${"é".repeat(3_000)}"`,
  `[${'"p:read",'.repeat(400)}"p:write"]`,
  `${"[".repeat(DEEP)}${"]".repeat(DEEP)}`,
  `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`,
  "9".repeat(400),
];
/** Not JSON anywhere. */
const NONSENSE: readonly string[] = ["NaN", "undefined", "'single'", "01", "1.", "\\", "/* no */", "\u0000", ",", '"'];

const NAMES: readonly string[] = [
  ...["type", "eventType", "event", "timestamp", "live", "data", "connection", "connectionId", "id", "status"],
  ...["permissions", "userData", "userId", "name", "username", "avatar", "platformUserId", "displayName"],
  ...["clientReferenceId", "rules", "revision", "__proto__", "constructor", "prototype", "toString", "length", ""],
].map((name) => JSON.stringify(name));

const FIXTURES: readonly string[][] = fixtureNames().map((name) => readFixture(name).toString().match(TOKEN) ?? []);

/** Returns a real body with a changed structure, text or bytes; occasionally unchanged. */
export function hostileBody(random: Random): Buffer {
  const tokens = [...pick(FIXTURES, random)];
  const changes = Math.floor(random() * CHANGES_MAX);
  for (let count = 0; count < changes; count++) change(tokens, random);
  const number = Math.floor(random() * CONNECTIONS);
  const text = tokens.join("").replaceAll(/(conn_|of_user_|")(?:abc123|xxx|456|12345)\b/g, `$1${number}`);
  return random() < 0.15 ? damage(Buffer.from(text), random) : Buffer.from(text);
}

/** Changes one token, drops one, or repeats something. */
function change(tokens: string[], random: Random): void {
  if (tokens.length === 0) return;
  const at = Math.floor(random() * tokens.length);
  const token = tokens[at] ?? "";
  const isName = tokens[at + 1] === ":";
  const choice = random();
  if (choice < 0.02) tokens.splice(at, 1);
  else if (choice < 0.04) tokens.splice(at, 0, pick(tokens, random));
  else if (choice < 0.06) tokens[at] = pick(NONSENSE, random);
  else if (choice < 0.25) sayTwice(tokens, at, random);
  else if (isName) tokens[at] = pick(NAMES, random);
  else if (token === "{" || token === "[") replaceWhole(tokens, at, pick(VALUES, random));
  else if (/^["\d\-tfn]/.test(token)) tokens[at] = pick(VALUES, random);
}

/** Repeats a name with another value, before or after it. Which of the two counts is undefined. */
function sayTwice(tokens: string[], at: number, random: Random): void {
  if (tokens[at] !== "{") return;
  tokens.splice(at + 1, 0, pick(NAMES, random), ":", pick(VALUES, random), ...(tokens[at + 1] === "}" ? [] : [","]));
}

/** Replaces a whole object or list. */
function replaceWhole(tokens: string[], at: number, value: string): void {
  let depth = 0;
  for (let end = at; end < tokens.length; end++) {
    if (tokens[end] === "{" || tokens[end] === "[") depth += 1;
    if (tokens[end] === "}" || tokens[end] === "]") depth -= 1;
    if (depth > 0) continue;
    tokens.splice(at, end - at + 1, value);
    return;
  }
}

/** Damages a body so that it is neither JSON nor UTF-8. */
function damage(body: Buffer, random: Random): Buffer {
  const at = Math.floor(random() * body.length);
  const [before, after] = [body.subarray(0, at), body.subarray(at)];
  const insert = (bytes: readonly number[]) => Buffer.concat([before, Buffer.from(bytes), after]);
  const ways = [
    () => Buffer.alloc(0),
    () => before,
    () => after,
    () => insert([0xff]),
    () => insert([0xc0, 0x80]),
    () => insert([0xed, 0xa0, 0x80]),
    () => insert([0xf0, 0x9f]),
    () => insert([0x00]),
    () => insert([0x0d, 0x0a]),
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
    () => Buffer.from(body.toString(), "utf16le"),
    () => Buffer.concat([body, body]),
    () => Buffer.concat([body, Buffer.from(" \n\t")]),
    () => Buffer.from(Array.from({ length: Math.floor(random() * 300) }, () => Math.floor(random() * 256))),
    () => flipped(body, at, random),
  ];
  return pick(ways, random)();
}

function flipped(body: Buffer, at: number, random: Random): Buffer {
  const changed = Buffer.from(body);
  changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  return changed;
}

function fixtureNames(): string[] {
  const folder = path.join(import.meta.dirname, "..", "..", "testing", "fixtures");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return files.filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -".json".length));
}

function pick<T>(from: readonly T[], random: Random): T {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new Error("Nothing to pick from");
  return chosen;
}
