import { expect, test } from "vitest";
import { parseComeBack, type ReconnectKnowledge, standingOf, stepOfComeBack } from "./come-back";

const STATUSES = ["success", "cancelled", "error", "nonsense"];
const standing = (status: string, known: ReconnectKnowledge, connection = "conn_jane") =>
  standingOf(parseComeBack({ status, connection_id: connection }), known);

const NOBODY: ReconnectKnowledge = { startedFor: null, isConnected: false };
const STARTED: ReconnectKnowledge = { startedFor: "conn_jane", isConnected: false };
const CONNECTED: ReconnectKnowledge = { startedFor: "conn_jane", isConnected: true };

test("an address alone says nothing: a browser that started nothing hears neither of success nor of failure", () => {
  for (const status of STATUSES) expect(standing(status, NOBODY)).toBe("unknown");
});

test("who started is connected when the webhook says so, whatever the address says", () => {
  for (const status of STATUSES) expect(standing(status, CONNECTED)).toBe("connected");
});

test("who started and has finished hears that it is still to be confirmed", () => {
  expect(standing("success", STARTED)).toBe("unconfirmed");
  expect(standing("success", STARTED, "conn_other")).toBe("another_connection");
  expect(standing("cancelled", STARTED)).toBe("cancelled");
  expect(standing("error", STARTED)).toBe("failed");
  expect(standing("nonsense", STARTED)).toBe("not_reported");
});

test("an address without a status notes no step", () => {
  expect(stepOfComeBack(parseComeBack({ connection_id: "conn_jane" }), "conn_jane")).toBeNull();
});
