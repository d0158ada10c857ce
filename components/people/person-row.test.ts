import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Person } from "@/domain/access/person";
import { PersonRow } from "./person-row";

const BO: Person = {
  id: 2,
  email: "bo@x.test",
  name: "Bo",
  role: "viewer",
  hasPassword: true,
  hasTwoStep: false,
  passkeys: 0,
  hasSingleSignOn: false,
  createdAt: 0,
  seenAt: null,
};

function htmlOf(person: Person): string {
  const action = async () => null;
  const actions = {
    changeRole: action,
    remove: action,
    makeAccessLink: action,
    unlinkSingleSignOn: action,
    endSessions: action,
  };
  const self = { id: 1, hasPassword: true };
  return renderToStaticMarkup(createElement(PersonRow, { person, self, tokens: 0, actions, now: 0 }));
}

test("single sign-on is shown, and can be unlinked, for a person who has an account linked", () => {
  const linked = htmlOf({ ...BO, hasSingleSignOn: true });
  expect(linked).toContain("Unlink single sign-on");
  expect(linked).toMatch(/<\/svg> single sign-on<\/li>/);
  expect(htmlOf(BO)).not.toContain("ingle sign-on");
});
