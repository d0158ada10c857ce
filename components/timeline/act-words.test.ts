import { expect, test } from "vitest";
import type { ActStep, StepContent } from "@/domain/lists/timeline";
import { stepWords } from "./act-words";

const TEAM = [{ id: 1, name: "Ana", email: "ana@relink.test" }];

function wordsOf(content: StepContent, personName: string | null = "ana@relink.test"): string {
  const step: ActStep = { kind: "act", source: "case", id: 1, connectionId: "conn_1", at: 0, personName, content };
  const { words, note } = stepWords(step, TEAM);
  return note === "" ? words : `${words}: ${note}`;
}

test("each step of a timeline that is no event is a sentence with who did it", () => {
  const contact = { kind: "contacted", channel: "phone", template: null, note: "Away." } as const;
  expect(wordsOf({ ...contact, isUndone: false })).toBe("Ana contacted them by phone: Away.");
  expect(wordsOf({ ...contact, isUndone: false }, "left@relink.test")).toContain("left@relink.test contacted");
  expect(wordsOf({ kind: "undone", act: contact })).toBe("Ana took back “contacted them by phone”");
  expect(wordsOf({ kind: "blocked", reason: "Asked us." })).toBe("Ana marked the user as do not contact: Asked us.");
  expect(wordsOf({ kind: "unblocked" })).toBe("Ana allowed contacts again");
  expect(wordsOf({ kind: "link_revoked" })).toBe("Ana revoked the reconnect link");
});

test("what a user did with a link is said without a name, and OFAuth's refusals in words", () => {
  const link = { kind: "link", detail: "", connectionId: null } as const;
  expect(wordsOf({ ...link, progress: "handed_out" })).toBe("Ana handed out a reconnect link");
  expect(wordsOf({ ...link, progress: "opened" }, null)).toBe("Opened the link");
  expect(wordsOf({ ...link, progress: "gave_up", detail: "2fa" }, null)).toBe("Gave up at 2FA");
  expect(wordsOf({ ...link, progress: "failed", detail: "ofauth_401_UNAUTHORIZED" }, null)).toBe(
    "Failed: OFAuth refused our key",
  );
  expect(wordsOf({ ...link, progress: "failed", detail: "ofauth_418_TEAPOT" }, null)).toBe(
    "Failed: OFAuth refused (418_TEAPOT)",
  );
});
