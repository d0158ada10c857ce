import { expect, test } from "vitest";
import { connectionSearchProblems } from "@/domain/lists/connection-search-url";
import { answerProblems } from "./answer";

const answerFor = (query: string) => answerProblems(connectionSearchProblems(new URLSearchParams(query)));

test("an invalid query is refused, naming the parameter and the valid values", async () => {
  const refused = answerFor("expired=last-week&staus=expired");
  expect(refused?.status).toBe(400);
  expect(await refused?.json()).toEqual({
    error: "bad_request",
    parameter: "expired",
    message:
      "expired: “last-week” is not a date filter; try 7d, over-30d or 2026-02-01..2026-02-28. " +
      "staus: There is no filter “staus”; did you mean “status”?",
  });
});

test("a valid query is not refused", () => {
  expect(answerFor("expired=7d&status=expired")).toBeNull();
});
