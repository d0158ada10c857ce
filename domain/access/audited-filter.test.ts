import { expect, test } from "vitest";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import { parseConnectionSearch } from "@/domain/lists/connection-search-url";
import { parseAuditSearch, WHOLE_AUDIT } from "./audit-search";
import { auditedAuditFilter, auditedFilter } from "./audited-filter";

test("an audited filter holds no search words or users, only that there were some", () => {
  const typed = "?status=expired&q=anna+wren&user=anna@example.com&not_user=u_1&not_user=u_2&open=conn_1";
  expect(auditedFilter(parseConnectionSearch(new URLSearchParams(typed)))).toBe(
    "?status=expired&q=(a text)&user=(1 user)&not_user=(2 users)",
  );
  expect(auditedFilter(parseConnectionSearch(new URLSearchParams("?user=anna@example.com")))).toBe("?user=(1 user)");
  expect(auditedFilter(WHOLE_LIST)).toBe("");
});

test("an audited filter of the audit log holds no text, only that there was one", () => {
  const search = parseAuditSearch(new URLSearchParams("?deed=contacted&q=conn_anna"));
  expect(auditedAuditFilter(search)).toBe("?deed=contacted&q=(a text)");
  expect(auditedAuditFilter(WHOLE_AUDIT)).toBe("");
});
