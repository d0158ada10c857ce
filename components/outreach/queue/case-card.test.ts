import { createElement, Fragment } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { ConnectionRow } from "@/components/lists/rows/connection-row";
import type { ListedCase } from "@/domain/lists/listed-case";
import { CaseCard } from "./case-card";

const CASE: ListedCase = {
  state: "to_contact",
  openedAt: 0,
  closedAt: null,
  isRelapse: false,
  needsLook: true,
  contacts: 0,
  owner: null,
  snoozedUntil: null,
  snooze: null,
  contact: null,
  link: null,
  others: ["conn_9"],
  block: null,
};

function cardOf(id: string) {
  const row: ConnectionRow = {
    id,
    status: "expired",
    statusSince: 0,
    expiry: 1,
    name: "Jane Doe",
    username: null,
    accountId: null,
    user: "user_1",
    permissions: null,
    lostPermissions: [],
    environment: "live",
    anomalies: 0,
    expiries: 1,
    reconnections: 0,
    firstEventAt: 0,
    lastEventAt: 0,
    listedCase: CASE,
  };
  const nothing = { cases: [], acts: [], steps: [], together: {}, link: null };
  return createElement(CaseCard, { key: id, row, listedCase: CASE, ...nothing, now: 0, withConnection: true });
}

test("cards on one page share no id", () => {
  const html = renderToStaticMarkup(createElement(Fragment, null, cardOf("conn_1"), cardOf("conn_2")));
  const ids = Array.from(html.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
  expect(ids.length).toBeGreaterThan(2);
  expect(new Set(ids).size).toBe(ids.length);
});
