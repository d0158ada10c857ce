import { expect, test } from "vitest";
import { LINEAR_TIME } from "@/testing/linear-time";
import { isReadableForm } from "./readable-form";

const ID = "60cf21005ea5b263316b455d21f5c1752dad0310a7";

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request("http://relink.test/", { method: "POST", body, headers });
}

function form(fields: Readonly<Record<string, string>>): FormData {
  const sent = new FormData();
  for (const [name, value] of Object.entries(fields)) sent.set(name, value);
  return sent;
}

test.each([
  ["a form that a script sends", post(form({ "0": '[null,"$K1"]', "1_name": "Ana" }), { "next-action": ID })],
  ["a text that holds brackets", post(JSON.stringify([`"${"[{\\".repeat(100)}`]), { "next-action": ID })],
  ["arguments without a form", post('["a text","$$5"]', { "next-action": ID, "content-type": "text/plain" })],
  ["a form without scripts", post(form({ [`$ACTION_ID_${ID}`]: "", name: "Ana" }))],
  [
    "a form without scripts that keeps a state",
    post(
      form({ $ACTION_REF_1: "", "$ACTION_1:0": `{"id":"${ID}","bound":"$@1"}`, "$ACTION_1:1": "[null]", name: "Ana" }),
    ),
  ],
])("%s is readable, and can be read again", async (_, request) => {
  expect(await isReadableForm(request)).toBe(true);
  expect(request.bodyUsed).toBe(false);
});

test.each([
  ["nothing", post("")],
  ["a form of no action", post(form({ name: "Ana" }))],
  ["an action that is none", post(form({ $ACTION_ID_x: "" }))],
  ["two actions at once", post(form({ [`$ACTION_ID_${ID}`]: "", $ACTION_REF_1: "", "$ACTION_1:0": `{"id":"${ID}"}` }))],
  ["an action without its number", post(form({ $ACTION_REF_1: "", "$ACTION_1:0": "{}" }))],
  ["arguments that are no list", post("5", { "next-action": ID })],
  ["arguments nested deeply", post(`${"[".repeat(60)}${"]".repeat(60)}`, { "next-action": ID })],
  ["references of another kind", post('["$a@",[]]', { "next-action": ID })],
  ["references inside of a state", post('[{"a":["$F1"]}]', { "next-action": ID })],
  [
    "half a form",
    post("--x\r\nContent-Disp", { "content-type": "multipart/form-data; boundary=x", "next-action": ID }),
  ],
])("%s is not", async (_, request) => {
  expect(await isReadableForm(request)).toBe(false);
});

function multipart(fields: readonly (readonly [name: string, value: string])[], headers: Record<string, string> = {}) {
  const part = ([name, value]: readonly [string, string]) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const body = `${fields.map(part).join("")}--x--\r\n`;
  return post(body, { "content-type": "multipart/form-data; boundary=x", ...headers });
}

/** Where work is quadratic in them, they take minutes. */
const FIELDS = 100_000;

const times = <T>(count: number, of: (index: number) => T) => Array.from({ length: count }, (_, index) => of(index));

test.each<[string, boolean, (size: number) => Request]>([
  [
    "one reference again and again",
    false,
    (size) =>
      multipart([
        ...times(size, () => ["$ACTION_REF_1", ""] as const),
        ["$ACTION_1:0", JSON.stringify({ id: ID, bound: "x".repeat(size * 20) })],
      ]),
  ],
  ["many references", false, (size) => multipart(times(size, (index) => [`$ACTION_REF_${index}`, ""] as const))],
  ["many actions", false, (size) => multipart(times(size, () => [`$ACTION_ID_${ID}`, ""] as const))],
  ["many parts", false, (size) => multipart(times(size, (index) => [`$ACTION_1:${index}`, "[]"] as const))],
  ["many fields", false, (size) => multipart(times(size, () => ["a", ""] as const))],
  [
    "many fields of an action",
    true,
    (size) =>
      multipart(
        times(size, () => ["0", '["$K1"]'] as const),
        { "next-action": ID },
      ),
  ],
  ["one long field", false, (size) => multipart([["a", "\r\n--".repeat(size * 10)]])],
  [
    "no end",
    false,
    (size) => post(`--x\r\n${"a".repeat(size * 50)}`, { "content-type": "multipart/form-data; boundary=x" }),
  ],
  ["deep arguments", false, (size) => post(`${"[".repeat(size * 25)}${"]".repeat(size * 25)}`, { "next-action": ID })],
  ["quotes that don't end", false, (size) => post(`["${'\\\\"'.repeat(size * 25)}`, { "next-action": ID })],
  ["many arguments", true, (size) => post(JSON.stringify(times(size * 5, () => "$K1")), { "next-action": ID })],
])("a form is judged in time in proportion to its length: %s", LINEAR_TIME, async (_, isReadable, request) => {
  expect(await isReadableForm(request(FIELDS))).toBe(isReadable);
});
