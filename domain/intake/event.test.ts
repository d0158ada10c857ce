import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LINEAR_TIME, LONG } from "@/testing/linear-time";
import { docsBody, incoming, sdkBody } from "@/testing/worlds/deliveries";
import { readFixture } from "@/testing/worlds/fixtures";
import { valuesOf } from "./body-values";
import { identityOfMessage, identityOfReused, messageIdOf, parseEvent, type Reading, readBody } from "./event";

const JANE = {
  id: "of_user_456",
  name: "Jane Doe",
  username: "janedoe",
  avatar: "https://cdn.onlyfans.com/avatar.jpg",
};

function read(value: unknown): Reading {
  return readBody(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)));
}

describe("the documented bodies", () => {
  const common = {
    kind: "connection",
    dialect: "docs",
    connectionId: "conn_abc123",
    user: "user_456",
    ignoredFields: [],
  };

  test.each([
    [
      "created",
      {
        status: "active",
        permissions: ["profile:read", "posts:read"],
        account: JANE,
        bodyTime: Date.UTC(2024, 0, 15, 10, 30),
      },
    ],
    ["updated", { status: "active", permissions: ["profile:read", "posts:read", "messages:read"], account: JANE }],
    ["expired", { status: "expired", permissions: null, account: null }],
    ["disconnected", { status: "disconnected", permissions: null, account: null }],
  ])("connection.%s", (change, expected) => {
    const reading = readBody(readFixture(`docs-dialect/connection.${change}`));
    expect(reading).toMatchObject({
      ...common,
      change,
      type: `connection.${change}`,
      environment: "unknown",
      ...expected,
    });
  });
});

describe("the SDKs' bodies", () => {
  test.each([
    ["created", { status: "active", user: "your-ref-id", permissions: ["earnings:read", "subscribers:read"] }],
    ["updated", { status: "awaiting_2fa", user: null, permissions: ["earnings:read"] }],
    ["expired", { status: "expired", user: "your-ref-id", permissions: null }],
  ])("connection.%s", (change, expected) => {
    const reading = readBody(readFixture(`sdk-dialect/connection.${change}`));
    expect(reading).toMatchObject({ dialect: "sdk", bodyTime: null, environment: "live", change, ...expected });
    expect(reading).toMatchObject({ account: { id: "12345" } });
  });

  test("rules.updated is kept with its revision and none of its signing material", () => {
    const body = readFixture("sdk-dialect/rules.updated");
    const event = incoming(body);
    expect(event.reading).toMatchObject({ kind: "rules", revision: "202501150001-abcdef" });
    expect(JSON.parse(Buffer.from(event.body).toString())).toEqual({
      eventType: "rules.updated",
      data: { revision: "202501150001-abcdef" },
    });
    expect(readBody(event.body)).toEqual(event.reading);
  });
});

describe("older envelopes", () => {
  test("the account guide's: everything is inside the connection", () => {
    const reading = read({
      eventType: "connection.created",
      timestamp: "2025-06-01T00:00:00Z",
      data: {
        connection: {
          id: "conn_1",
          platformUserId: "9",
          username: "jane",
          displayName: "Jane",
          clientReferenceId: "u",
        },
      },
    });
    const account = { id: "9", name: "Jane", username: "jane", avatar: null };
    expect(reading).toMatchObject({
      dialect: "sdk",
      connectionId: "conn_1",
      user: "u",
      account,
      bodyTime: 1_748_736_000_000,
    });
  });

  test("the flat ones: the connection's id is at the top level", () => {
    const flat = { connectionId: "conn_1", status: "active", userData: { id: 7, name: "Jane" } };
    expect(read({ eventType: "connection.updated", live: false, data: flat })).toMatchObject({
      dialect: "flat",
      connectionId: "conn_1",
      status: "active",
      environment: "sandbox",
      account: { id: "7", name: "Jane" },
    });
    expect(read({ event: "connection.expired", timestamp: "2025-01-01T00:00:00Z", data: flat })).toMatchObject({
      dialect: "flat",
      change: "expired",
    });
  });
});

describe("realtime frames", () => {
  test.each([
    ["v2", readFixture("other/realtime.chat_typing.updated")],
    ["v1", Buffer.from('{"type":"of.websocket.event.received","data":{"connection":{"id":"conn_abc123"},"json":{}}}')],
  ])("%s is a sign of life of its connection", (_name, body) => {
    expect(readBody(body)).toMatchObject({ kind: "sign_of_life", connectionId: "conn_abc123" });
  });

  test("a malformed one is never stored as unrecognised, since it may hold a private message", () => {
    expect(read({ type: "realtime.chat_message.received", data: { connection: { id: "x".repeat(9_999) } } }).kind).toBe(
      "sign_of_life",
    );
  });

  test("is recognized by any of the keys that name a type, in any letter case", () => {
    for (const body of [
      { type: "x", eventType: "realtime.chat_message.received" },
      { type: "Realtime.chat_message.received" },
      { type: "connection.created", event: "of.websocket.event.received", data: { connection: { id: "c" } } },
    ]) {
      expect(read(body).kind).toBe("sign_of_life");
    }
  });

  test("nanoseconds are truncated to milliseconds", () => {
    const reading = readBody(readFixture("other/realtime.chat_typing.updated"));
    expect(reading.bodyTime).toBe(Date.parse("2024-01-15T10:30:00.123Z"));
  });
});

describe("unreadable bodies", () => {
  test.each([
    ["not_utf8", Buffer.from([0x7b, 0xff, 0x7d])],
    ["not_json", Buffer.from("{")],
    ["not_json", Buffer.from("")],
    ["not_an_object", Buffer.from("[]")],
    ["not_an_object", Buffer.from("null")],
    ["no_type", Buffer.from("{}")],
    ["no_type", Buffer.from('{"type":5}')],
    ["unknown_type", Buffer.from('{"type":"connection.paused","data":{"connection":{"id":"conn_1"}}}')],
    ["no_connection_id", Buffer.from('{"type":"connection.expired","data":{}}')],
    ["no_connection_id", Buffer.from('{"type":"connection.expired","data":{"connection":{"id":5}}}')],
    ["id_too_long", Buffer.from(docsBody("expired", { connection: "c".repeat(256) }))],
  ])("%s", (reason, body) => {
    expect(readBody(body)).toMatchObject({ kind: "unrecognised", reason });
  });

  test("an unknown type keeps its envelope", () => {
    const reading = read({
      type: "connection.paused",
      timestamp: "2024-01-15T12:00:00Z",
      data: { connection: { id: "c" } },
    });
    expect(reading).toMatchObject({
      type: "connection.paused",
      connectionId: "c",
      bodyTime: Date.UTC(2024, 0, 15, 12),
    });
  });

  test("no body makes the reader throw, and reading is deterministic", () => {
    const anyJson = fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text));
    const almost = fc
      .record({
        type: fc.constantFrom("connection.created", "rules.updated", "realtime.x", 5),
        timestamp: fc.anything(),
        live: fc.anything(),
        data: fc.record({ clientReferenceId: fc.anything(), connection: fc.anything(), rules: fc.anything() }),
      })
      .map((value) => Buffer.from(safeJson(value)));
    const bytes = fc.uint8Array({ maxLength: 64 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(fc.oneof(anyJson, almost, bytes), (body) => {
        expect(readBody(body)).toEqual(readBody(body));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("tolerance", () => {
  test("unknown statuses, permissions and additional fields survive", () => {
    const body = docsBody("updated", { status: "paused_by_owner", permissions: ["moon:walk"] });
    expect(read({ ...JSON.parse(body), more: 1 })).toMatchObject({
      status: "paused_by_owner",
      permissions: ["moon:walk"],
    });
  });

  test("a malformed field is skipped and named, and the event still counts", () => {
    const reading = read({
      type: "connection.expired",
      timestamp: "yesterday",
      data: { clientReferenceId: {}, connection: { id: "c", permissions: "all", userData: [] } },
    });
    expect(reading).toMatchObject({ kind: "connection", change: "expired", bodyTime: null, permissions: null });
    expect(reading).toMatchObject({ ignoredFields: ["timestamp", "clientReferenceId", "userData", "permissions"] });
  });

  test("an overlong id, reference, status or permission is skipped and named, never cut, since two could become one", () => {
    const long = "x".repeat(256);
    const reading = readBody(
      Buffer.from(
        docsBody("updated", { user: long, status: long, permissions: ["posts:read", long], account: { id: long } }),
      ),
    );
    expect(reading).toMatchObject({ kind: "connection", user: null, status: null, permissions: null, account: null });
    expect(reading).toMatchObject({ ignoredFields: ["clientReferenceId", "status", "userData.id", "permissions"] });
  });

  test("an overlong list of permissions and an overlong picture URL are skipped and named", () => {
    const permissions = Array.from({ length: 501 }, (_, index) => `p:${index}`);
    const account = { name: "Jane", avatar: `data:${"A".repeat(2_000)}` };
    const reading = readBody(Buffer.from(docsBody("updated", { permissions, account })));
    expect(reading).toMatchObject({ permissions: null, account: { name: "Jane", avatar: null } });
    expect(reading).toMatchObject({ ignoredFields: ["userData.avatar", "permissions"] });
  });

  test("a long name or username is cut, with an ellipsis for the rest", () => {
    const account = { name: "n".repeat(100_000), username: "u".repeat(100_000) };
    const reading = readBody(Buffer.from(docsBody("updated", { account })));
    const cut = { name: `${"n".repeat(499)}…`, username: `${"u".repeat(499)}…` };
    expect(reading).toMatchObject({ account: cut, ignoredFields: [] });
  });

  test("no event passes on a text longer than the rules allow, whatever its kind", () => {
    const long = "x".repeat(10_000);
    for (const type of ["connection.updated", "connection.paused", `rules.${long}`, `realtime.${long}`, long]) {
      const data = { connectionId: long, revision: long, rules: { revision: long }, clientReferenceId: long };
      const event = incoming(JSON.stringify({ type, data }));
      expect(textsIn(event.reading).filter((text) => text.length > 500)).toEqual([]);
      if (type.startsWith("rules.")) expect(event.body.length).toBeLessThan(1_000);
      if (type.startsWith("rules.")) expect(readBody(event.body)).toMatchObject({ kind: "rules" });
    }
  });

  const NAMED = { kind: "connection", account: { name: expect.stringMatching(/^.{500}$/u) } };
  test.each<[string, (size: number) => string, object, number]>([
    ["a name of letters", (size) => docsBody("updated", { account: { name: "n".repeat(size) } }), NAMED, 5],
    [
      "a name of marks",
      (size) => docsBody("updated", { account: { name: "\u0301\u0323".repeat(size / 2) } }),
      NAMED,
      5,
    ],
    ["nested lists", (size) => "[".repeat(size / 2) + "]".repeat(size / 2), { reason: "not_an_object" }, 0],
    ["nested objects", (size) => `${'{"a":'.repeat(size / 6)}1${"}".repeat(size / 6)}`, { reason: "no_type" }, 0],
    [
      "permissions",
      (size) => docsBody("updated", { permissions: Array(size / 4).fill("p") }),
      { kind: "connection" },
      5,
    ],
    [
      "a time",
      (size) => `{"type":"connection.expired","timestamp":"2024-01-01T00:00:00.${"0".repeat(size)}Z"}`,
      { bodyTime: Date.UTC(2024, 0, 1) },
      1,
    ],
    ["blanks", (size) => `{"type":"${" ".repeat(size)}"}`, { reason: "id_too_long" }, 1],
  ])("reading a body takes linear time: %s", LINEAR_TIME, (_, bodyOf, reading, values) => {
    const body = Buffer.from(bodyOf(LONG));
    expect(readBody(body)).toMatchObject(reading);
    expect(valuesOf(body)).toHaveLength(values);
  });

  test("halves of surrogate pairs become text that every part of the system can store", () => {
    const reading = read(
      '{"type":"connection.expired","data":{"connection":{"id":"c\\ud800"},"clientReferenceId":"\\udfff"}}',
    );
    expect(reading).toMatchObject({ connectionId: "c\ufffd", user: "\ufffd" });
  });
});

describe("identity", () => {
  test("an event keeps its sender's message id, even if another event used it before", () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), (messageId, body) => {
        const identity = identityOfMessage(messageId);
        expect(messageIdOf(identity)).toBe(messageId);
        expect(messageIdOf(identityOfReused(identity, body))).toBe(messageId);
      }),
    );
    expect(messageIdOf(incoming("{}", { scheme: "ofauth" }).identity)).toBeNull();
  });

  test("is the message id if one is signed, whatever the body", () => {
    expect(incoming("{}", { messageId: "msg_1" }).identity).toBe("id:msg_1");
  });

  test("is the body otherwise: across all attempts if it has a time, within an hour if not", () => {
    const day = 86_400_000;
    const hour = 3_600_000;
    const identity = (body: string, sentAt: number) => incoming(body, { scheme: "ofauth", sentAt }).identity;
    expect(identity(docsBody("expired"), 0)).toBe(identity(docsBody("expired"), 9 * day));
    expect(identity(sdkBody("expired"), 0)).toBe(identity(sdkBody("expired"), hour - 1_000));
    expect(identity(sdkBody("expired"), 0)).not.toBe(identity(sdkBody("expired"), 7 * hour));
  });

  test("keeps the exact bytes", () => {
    const body = readFixture("docs-dialect/connection.created");
    expect(parseEvent({ ...verifiedLike(body) }).body).toBe(body);
  });
});

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function verifiedLike(body: Uint8Array) {
  const { identity: _identity, reading: _reading, ...event } = incoming("{}");
  return { ...event, body } as never as Parameters<typeof parseEvent>[0];
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, one) => (typeof one === "bigint" ? String(one) : one)) ?? "";
  } catch {
    return "";
  }
}
