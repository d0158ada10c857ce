import { describe, expect, test } from "vitest";
import { LINEAR_TIME, LONG } from "@/testing/linear-time";
import { mentionIn, possibleIdsIn } from "./mention";

const HER = { ids: ["zoë/user_456", "acct_9", "90210456"], names: ["zoe_wren", "Zoë Wren"] };

function utf16(text: string): Uint8Array {
  return Buffer.from(text, "utf16le");
}

const user = "zoë/user_456";
const inside = JSON.stringify({ user });
const escaped = '{"user":"zo\\u00eb\\/user_456"}';

describe("a body mentions a person", () => {
  test.each<[string, string | Uint8Array]>([
    ["as a value", inside],
    ["as a key", JSON.stringify({ [user]: true })],
    ["as a number", '{"user":90210456}'],
    ["as a number written otherwise", '{"user":9.0210456e7,"x":[90210456.0]}'],
    ["with escaped letters", escaped],
    ["with every letter escaped", `{"user":"${[...user].map(escape4).join("")}"}`],
    ["in JSON inside a string", JSON.stringify({ payload: inside })],
    ["in JSON inside a string inside a string", JSON.stringify({ payload: JSON.stringify({ payload: escaped }) })],
    ["in a body that was cut", `${escaped.slice(0, -1)},"more":"be`],
    ["in a form", `user=${encodeURIComponent(user)}&x=1`],
    ["in a form inside JSON", JSON.stringify({ raw: `user=${encodeURIComponent(user)}` })],
    ["in XML", `<user>zo&#xeb;/user_456</user>`],
    ["in plain text", `Could not reach ${user}.`],
    ["in an address", "https://relink.example/?account=acct_9#top"],
    ["in Base64", JSON.stringify({ raw: Buffer.from(inside).toString("base64") })],
    ["in the middle of Base64's own alphabet", `token ${Buffer.from(escaped).toString("base64url")} end`],
    ["in Latin-1", Buffer.from(inside, "latin1")],
    ["in UTF-16", utf16(inside)],
    ["with a mark of the byte order", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(inside)])],
    ["with composed letters apart", JSON.stringify({ user: user.normalize("NFD") })],
    ["by the username, whole", '{"by":"zoe_wren"}'],
    ["after broken bytes", Buffer.concat([Buffer.from([0xff, 0xfe, 0xfd]), Buffer.from('{"a":"acct_9"}')])],
  ])("%s", (_how, body) => {
    expect(mentionIn(bytes(body), HER)).toBe("yes");
    const possible = possibleIdsIn(bytes(body));
    expect([...HER.ids, "zoe_wren"].filter((id) => possible.has(id))).toHaveLength(1);
  });
});

describe("it is left to an admin", () => {
  test.each<[string, string | Uint8Array]>([
    ["when the reference is cut at the end", '{"user":"zoë/user_4'],
    ["when the reference is cut within an escape", '{"user":"zo\\u00eb\\/use\\u00'],
    ["when the reference is cut at the beginning", 'user_456"}'],
    ["when it contains a name, which others may share", '{"by":"Zoë Wren"}'],
    ["when the username is in a text", '{"text":"thanks, @zoe_wren!"}'],
    ["when the letters differ by case alone", '{"by":"ACCT_9"}'],
    ["when the reference is a part of a longer word", '{"by":"acct_9-old"}'],
    ["when it is no text at all", Buffer.from([0x1f, 0x8b, 8, 0, 0, 0xff, 0xee, 0x80])],
    ["when it is nested deeper than is looked at", nested(escaped, 12)],
  ])("%s", (_why, body) => {
    expect(mentionIn(bytes(body), HER)).toBe("undecided");
  });

  test("when a short reference appears as a bare number or word", () => {
    for (const body of ['{"user":42}', "user=42", "hello 42"])
      expect([body, mentionIn(bytes(body), { ids: ["42"], names: [] })]).toEqual([body, "undecided"]);
    expect(mentionIn(bytes('{"user":"42"}'), { ids: ["42"], names: [] })).toBe("yes");
  });
});

describe("a body mentions nobody", () => {
  test.each<[string, string | Uint8Array]>([
    ["when others are in it", '{"user":"zoë/user_4567","account":"xacct_9","n":190210456,"m":0.90210456}'],
    ["when it is cut elsewhere", '{"user":"somebody el'],
    ["when it is no JSON", "ping"],
    ["when it is in Latin-1", Buffer.from('{"user":"noël"}', "latin1")],
    ["when it is empty", ""],
  ])("%s", (_why, body) => {
    expect(mentionIn(bytes(body), HER)).toBe("no");
    expect(HER.ids.filter((id) => possibleIdsIn(bytes(body)).has(id))).toEqual([]);
  });

  test("when a reference of blanks alone isn't a whole value in it", () => {
    const blank = { ids: [" "], names: [] };
    expect(mentionIn(bytes('{"text":"a b"}'), blank)).toBe("no");
    expect(mentionIn(bytes('{"user":" "}'), blank)).toBe("yes");
  });
});

test.each([
  ["\\", "undecided"],
  ...["%25", "&amp;", "YWFh", "90210456.", "zoë/user_45", '\\"', "1", "\u0000", "%", "a.", ".:"].map(
    (unit) => [unit, "no"] as const,
  ),
] as const)("a large body of %j is judged in linear time", LINEAR_TIME, (unit, verdict) => {
  const body = Buffer.from(unit.repeat(LONG / unit.length));
  expect(mentionIn(body, HER)).toBe(verdict);
  expect(possibleIdsIn(body)).toBeDefined();
});

function bytes(body: string | Uint8Array): Uint8Array {
  return typeof body === "string" ? Buffer.from(body) : body;
}

function escape4(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function nested(text: string, times: number): string {
  let body = text;
  for (let time = 0; time < times; time++) body = JSON.stringify({ payload: body });
  return body;
}
