import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { AcceptedDelivery } from "@/domain/intake/delivery-log";
import { DeliveryLine } from "./delivery-line";

const DELIVERY: AcceptedDelivery = {
  outcome: "stored",
  key: "e1",
  receivedAt: 0,
  sentAt: 0,
  bytes: 1,
  tookMs: 1,
  eventId: 1,
  connectionId: "conn_1",
  user: "user_1",
  messageId: "msg_1",
  word: "connection.created",
  scheme: "svix",
  dialect: "docs",
};

test("a line links to its connection and user, outside the summary that opens it", () => {
  const html = renderToStaticMarkup(createElement(DeliveryLine, { delivery: DELIVERY, now: 0 }));
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(
    expect.arrayContaining(["/connections/conn_1", "/users/user_1"]),
  );
  expect(/<summary.*?<\/summary>/s.exec(html)?.[0]).not.toContain("<a ");
});
