import { expect, test } from "vitest";
import { mailHref } from "./mail-href";

test("line breaks in a mail are those of RFC 6068, however the text has them", () => {
  const breaks = (text: string) => new URL(mailHref({ subject: "", text })).search;
  expect(breaks("a\n\nb")).toBe("?subject=&body=a%0D%0A%0D%0Ab");
  expect(breaks("a\r\nb\rc")).toBe("?subject=&body=a%0D%0Ab%0D%0Ac");
});

test("a subject is one line, and neither it nor the text can add a field", () => {
  expect(mailHref({ subject: "Hi\r\nBcc: x", text: "a&cc=x" })).toBe("mailto:?subject=Hi%20Bcc%3A%20x&body=a%26cc%3Dx");
});
