import { parse } from "node-html-parser";
import { createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { ConnectionCard } from "@/components/connections/connection-card";
import { ConnectionHeader } from "@/components/connections/connection-header";
import { SameAccount } from "@/components/connections/same-account";
import { Initials } from "@/components/lists/rows/initials";
import { FirstNames } from "@/components/outreach/contact/first-names";
import { MessageWarnings } from "@/components/outreach/contact/message-warnings";
import { QueryProblems } from "@/components/ui/feedback/query-problems";
import type { Connection } from "@/domain/connection/connection";
import { BlurProvider, usePersonalTooltip } from "./personal-tooltip";

vi.mock("next/navigation", () => ({ useRouter: () => ({}) }));

/** The texts and attributes that hold the word and are not marked as personal. Addresses and ids are not shown. */
function clear(shown: ReactNode, word: string): string[] {
  const root = parse(renderToStaticMarkup(shown));
  for (const one of root.querySelectorAll("[data-personal]")) one.textContent = "";
  const attributes = root
    .querySelectorAll("*")
    .flatMap((one) =>
      Object.entries(one.attributes).flatMap(([name, value]) =>
        name !== "href" && value.includes(word) ? `${name}=${value}` : [],
      ),
    );
  return root.textContent.includes(word) ? [...attributes, root.textContent] : attributes;
}

const CONNECTION: Connection = {
  id: "conn_abc123",
  status: "active",
  statusSince: 1_000,
  user: "zxq_user",
  account: { id: "zxq_account", name: "Zxq Name", username: "zxq_username", avatar: null },
  permissions: [],
  lostPermissions: [],
  environment: "live",
  firstEventAt: 1_000,
  firstActiveAt: 1_000,
  last: { id: 1, occurredAt: 1_000, change: "created" },
  expiries: 0,
  downSince: null,
  reconnections: 0,
  isDisconnected: false,
  anomalies: 0,
  events: 1,
  setBy: { status: 1, user: 1, account: 1, permissions: 1 },
};

test("what a connection shows of a person is marked, and its id is not", () => {
  const connection = CONNECTION;
  const others = [{ ...CONNECTION, id: "conn_2", user: "zxq_other" }];
  for (const shown of [
    createElement(ConnectionHeader, { connection, signOfLife: null, now: 5_000 }),
    createElement(ConnectionCard, { connection, now: 5_000 }),
    createElement(SameAccount, { connection, others, now: 5_000 }),
  ]) {
    expect(clear(shown, "zxq")).toEqual([]);
    expect(clear(shown, "Zxq")).toEqual([]);
  }
  expect(
    clear(createElement(ConnectionHeader, { connection, signOfLife: null, now: 5_000 }), "conn_abc123"),
  ).not.toEqual([]);
});

test("initials of a name are marked, those of an id are not", () => {
  expect(clear(createElement(Initials, { name: "Zxq Wren", seed: "conn_1" }), "ZW")).toEqual([]);
  expect(clear(createElement(Initials, { name: "conn_1", seed: "conn_1" }), "C")).not.toEqual([]);
});

test("of a sentence only the person in it is marked", () => {
  const problems = [{ parameter: "status", message: "“zxq” is no status." }];
  const shown = createElement(QueryProblems, { problems });
  expect(clear(shown, "zxq")).toEqual([]);
  expect(clear(shown, "is no status")).not.toEqual([]);
  expect(clear(createElement(FirstNames, { names: ["Zxq"], count: 3 }), "Zxq")).toEqual([]);
  const message = {
    connectionId: "conn_1",
    title: "Zxq",
    subject: "",
    text: "",
    link: null,
    isLinkToCome: false,
    chatHref: null,
    missing: [],
    unknown: [],
    objection: { kind: "blocked", reason: "zxq", by: "Ana" },
  } as const;
  const warnings = createElement(MessageWarnings, {
    message,
    composed: { messages: [message], isKeyMissing: false, linkTrouble: null },
  });
  expect(clear(warnings, "zxq")).toEqual([]);
  expect(clear(warnings, "Do not contact: ")).not.toEqual([]);
});

test("a personal tooltip is left out while names are blurred", () => {
  const Named = () => createElement("b", { title: usePersonalTooltip("Zxq") });
  const shown = (isBlurred: boolean) =>
    renderToStaticMarkup(createElement(BlurProvider, { isBlurred }, createElement(Named)));
  expect([shown(true), shown(false)]).toEqual(["<b></b>", '<b title="Zxq"></b>']);
});
