import { type DeliverySearch, formatDeliverySearch } from "@/domain/intake/delivery-log";
import { type ConnectionSearch, NO_FILTER } from "@/domain/lists/connection-search";
import { formatConnectionSearch } from "@/domain/lists/connection-search-url";
import { PERSONAL_PARAMS, URL_NAMES } from "@/domain/lists/filters";
import { formatResultsSearch, type ResultsSearch } from "@/domain/outreach/results-search";
import { type AuditSearch, formatAuditSearch } from "./audit-search";

/**
 * Returns a list's filter as the audit log keeps it. Search words and users may be a person's name or address and would outlive
 * an erasure, so the log only records that there were some.
 */
export function auditedFilter(search: ConnectionSearch): string {
  const nobody = Object.fromEntries(PERSONAL_PARAMS.map(({ param }) => [param, NO_FILTER[param]]));
  const parts = [
    formatConnectionSearch({ ...search, ...nobody, after: "", before: "", open: "", view: "" }).slice(1),
    ...PERSONAL_PARAMS.map(({ param, kind }) => {
      const { length } = search[param];
      if (length === 0) return "";
      return `${URL_NAMES[param]}=(${kind === "words" ? "a text" : `${length} ${length === 1 ? "user" : "users"}`})`;
    }),
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** Returns the audit log's own filter as the log keeps it: without typed text, which may name a person or their connection. */
export function auditedAuditFilter(search: AuditSearch): string {
  const parts = [
    formatAuditSearch({ ...search, q: "", after: "", before: "" }).slice(1),
    search.q === "" ? "" : "q=(a text)",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** Returns the filter of outreach results as the audit log keeps it: without a template's name, which a person typed. */
export function auditedResultsFilter(search: ResultsSearch): string {
  const parts = [
    formatResultsSearch({ ...search, template: "", older: "", newer: "" }).slice(1),
    search.template === "" ? "" : "template=(a name)",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** Returns the delivery log's filter without the typed id, which may be a user's or a connection's. */
export function auditedDeliveryFilter(search: DeliverySearch): string {
  const parts = [
    formatDeliverySearch({ ...search, id: "", after: "", before: "" }).slice(1),
    search.id === "" ? "" : "id=(an id)",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}
