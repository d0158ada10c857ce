import { expect, test } from "vitest";
import {
  isTroubleCurrent,
  OFAUTH_TROUBLES,
  ofauthStepDetail,
  ofauthTroubleIn,
  ofauthTroubleOf,
} from "./ofauth-trouble";

test("each OFAuth error has one meaning, whatever its error code", () => {
  for (const [status, code, trouble] of [
    [401, "UNAUTHORIZED", "key_refused"],
    [401, "INVALID_API_KEY", "key_refused"],
    [401, "http_401", "key_refused"],
    [401, "SESSION_NOT_PROVIDED", "connection_unknown"],
    [403, "FORBIDDEN", "scope_missing"],
    [404, "RESOURCE_NOT_FOUND", "connection_unknown"],
    [404, "ROUTE_NOT_FOUND", "wrong_address"],
    [400, "BAD_REQUEST", "request_refused"],
    [422, "http_422", "request_refused"],
    [429, "RATE_LIMIT_EXCEEDED", "slow_down"],
    [408, "http_408", "down"],
    [500, "UNKNOWN_ERROR", "down"],
    [503, "http_503", "down"],
    [418, "TEAPOT", "other"],
    [200, "no_hosted_page", "no_hosted_page"],
    [null, "timeout", "down"],
    [null, "unreachable", "unreachable"],
    [null, "busy", "busy"],
  ] as const) {
    expect([status, code, ofauthTroubleOf({ status, code })]).toEqual([status, code, trouble]);
  }
});

test("a step of a link keeps OFAuth's response, and older steps without a status are still readable", () => {
  expect(ofauthTroubleIn(ofauthStepDetail({ status: 401, code: "INVALID_API_KEY" }))).toBe("key_refused");
  expect(ofauthTroubleIn(ofauthStepDetail({ status: null, code: "timeout" }))).toBe("down");
  expect(ofauthTroubleIn("ofauth_UNAUTHORIZED")).toBe("key_refused");
  expect(ofauthTroubleIn("ofauth_FORBIDDEN")).toBe("scope_missing");
  expect(ofauthTroubleIn("ofauth_http_404")).toBe("connection_unknown");
  expect(ofauthTroubleIn("ofauth_SOMETHING_NEW")).toBe("other");
  expect(ofauthTroubleIn("invalid_credentials")).toBeNull();
  expect(OFAUTH_TROUBLES).toContain("key_refused");
});

test("a refused key stays current until OFAuth accepts it; temporary trouble expires after an hour", () => {
  const HOUR = 3_600_000;
  expect(isTroubleCurrent("key_refused", 0, 100 * HOUR)).toBe(true);
  expect(isTroubleCurrent("down", 0, HOUR - 1)).toBe(true);
  expect(isTroubleCurrent("down", 0, HOUR)).toBe(false);
});
