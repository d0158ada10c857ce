import type { ExportFormat } from "@/domain/lists/connection-export";
import type { ConnectionSearch } from "@/domain/lists/connection-search";
import { formatConnectionSearch } from "@/domain/lists/connection-search-url";
import type { Selection } from "@/domain/lists/selection";
import { CONNECTIONS_EXPORT_PATH } from "@/domain/values/query/paths";

/** Requests the selected rows of a list, in its order. Rejects unless the server returns them. */
export async function requestSelected(
  search: ConnectionSearch,
  selection: Selection,
  format: ExportFormat,
  signal?: AbortSignal,
): Promise<Response> {
  const body = new URLSearchParams([
    ["query", formatConnectionSearch(search)],
    ["format", format],
    ["chosen", selection.kind],
    ...(selection.kind === "all" ? selection.except : selection.ids).map((id): [string, string] => ["id", id]),
  ]);
  const response = await fetch(CONNECTIONS_EXPORT_PATH, { method: "POST", body, ...(signal ? { signal } : {}) });
  if (!response.ok) throw new Error(`The server answered ${response.status}`);
  return response;
}

/** Returns the users or usernames of the selected rows, each once, one per line. */
export async function readSelected(
  search: ConnectionSearch,
  selection: Selection,
  format: "users" | "usernames",
): Promise<string> {
  return (await requestSelected(search, selection, format)).text();
}
