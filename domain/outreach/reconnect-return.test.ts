import { expect, test } from "vitest";
import { parseReconnectReturn, type ReconnectKnowledge, standingOf, stepOfReturn } from "./reconnect-return";

const STATUSES = ["success", "cancelled", "error", "nonsense"];
const standing = (status: string, known: ReconnectKnowledge, connection = "conn_jane") =>
  standingOf(parseReconnectReturn({ status, connection_id: connection }), known);

const NOBODY: ReconnectKnowledge = { startedFor: null, isConnected: false };
const STARTED: ReconnectKnowledge = { startedFor: "conn_jane", isConnected: false };
const CONNECTED: ReconnectKnowledge = { startedFor: "conn_jane", isConnected: true };

test("a browser that started nothing is told neither of success nor of failure, whatever the URL", () => {
  for (const status of STATUSES) expect(standing(status, NOBODY)).toBe("unknown");
});

test("a user who started is connected when the webhook reports it, whatever the URL", () => {
  for (const status of STATUSES) expect(standing(status, CONNECTED)).toBe("connected");
});

test("a user who started and finished is told that confirmation is pending", () => {
  expect(standing("success", STARTED)).toBe("unconfirmed");
  expect(standing("success", STARTED, "conn_other")).toBe("another_connection");
  expect(standing("cancelled", STARTED)).toBe("cancelled");
  expect(standing("error", STARTED)).toBe("failed");
  expect(standing("nonsense", STARTED)).toBe("not_reported");
});

test("a URL without a status records no step", () => {
  expect(stepOfReturn(parseReconnectReturn({ connection_id: "conn_jane" }), "conn_jane")).toBeNull();
});
