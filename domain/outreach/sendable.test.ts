import { expect, test } from "vitest";
import type { ComposedMessage, Objection } from "./reply";
import { countMissing, sendable, withLinks } from "./sendable";

const COOLING: Objection = { kind: "cooling", by: "Ana", at: 0 };
const BLOCKED: Objection = { kind: "blocked", reason: "Asked us to stop.", by: "Ana" };

const COMPOSED = { isKeyMissing: false, linkTrouble: null };

function messageTo(connectionId: string, said: Partial<ComposedMessage> = {}): ComposedMessage {
  const nothing = {
    objection: null,
    subject: "",
    text: "",
    missing: [],
    unknown: [],
    link: null,
    isLinkToCome: false,
    chatHref: null,
  };
  return { connectionId, title: connectionId, ...nothing, ...said };
}

test("copying several leaves out users whose case is over, who are blocked, or who were contacted recently", () => {
  const messages = [
    messageTo("free"),
    messageTo("held", { objection: { kind: "held" } }),
    messageTo("gone", { objection: { kind: "closed", state: "disconnected" } }),
    messageTo("blocked", { objection: BLOCKED }),
    messageTo("cooling", { objection: COOLING }),
  ];
  expect(sendable(messages).map(({ connectionId }) => connectionId)).toEqual(["free", "held"]);
});

test("a single user may be contacted again soon, but never despite a block", () => {
  expect(sendable([messageTo("cooling", { objection: COOLING })])).toHaveLength(1);
  expect(sendable([messageTo("blocked", { objection: BLOCKED })])).toEqual([]);
});

test("a variable is counted once for each message that lacks it", () => {
  const messages = [
    messageTo("a", { missing: ["name", "user"] }),
    messageTo("b", { missing: ["name"] }),
    messageTo("c"),
  ];
  expect([...countMissing(messages)]).toEqual([
    ["name", 2],
    ["user", 1],
  ]);
});

test("new links only reach messages of their own template, whichever is selected by then", () => {
  const shown = { templateId: 1, composed: { ...COMPOSED, messages: [messageTo("a"), messageTo("b")] } };
  const made = [messageTo("b", { link: "https://relink.test/r/b" })];
  expect(withLinks(shown, 1, made).composed?.messages.map(({ link }) => link)).toEqual([
    null,
    "https://relink.test/r/b",
  ]);
  expect(withLinks(shown, 2, made)).toBe(shown);
  expect(withLinks({ templateId: 1, composed: null }, 1, made).composed).toBeNull();
});
