import { expect, test } from "vitest";
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
  ["references of another kind", post('["$a@",[]]', { "next-action": ID })],
  ["references inside of a state", post('[{"a":["$F1"]}]', { "next-action": ID })],
  [
    "half a form",
    post("--x\r\nContent-Disp", { "content-type": "multipart/form-data; boundary=x", "next-action": ID }),
  ],
])("%s is not", async (_, request) => {
  expect(await isReadableForm(request)).toBe(false);
});
