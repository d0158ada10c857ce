import { expect, test } from "vitest";
import type { ComposedMessage, Objection } from "./reply";
import { countMissing, sendable } from "./sendable";

const COOLING: Objection = { kind: "cooling", by: "Ana", at: 0 };
const BLOCKED: Objection = { kind: "blocked", reason: "Asked us to stop.", by: "Ana" };

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

test("of several, nobody is copied whose case is over, who is blocked, or who was contacted a short time ago", () => {
  const messages = [
    messageTo("free"),
    messageTo("held", { objection: { kind: "held" } }),
    messageTo("gone", { objection: { kind: "closed", state: "disconnected" } }),
    messageTo("blocked", { objection: BLOCKED }),
    messageTo("cooling", { objection: COOLING }),
  ];
  expect(sendable(messages).map(({ connectionId }) => connectionId)).toEqual(["free", "held"]);
});

test("one alone may be contacted again a short time later, and never in spite of a block", () => {
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
