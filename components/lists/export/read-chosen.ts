import type { ExportFormat } from "@/domain/lists/connection-export";
import type { ConnectionSearch } from "@/domain/lists/connection-search";
import { formatConnectionSearch } from "@/domain/lists/connection-search-url";
import type { Selection } from "@/domain/lists/selection";

/** Asks the server for the chosen rows of a list, in its order. Rejects where it does not answer with them. */
export async function requestChosen(
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
  const response = await fetch("/api/connections/export", { method: "POST", body, ...(signal ? { signal } : {}) });
  if (!response.ok) throw new Error(`The server answered ${response.status}`);
  return response;
}

/** The users or usernames of the chosen rows, each once, one on each line. */
export async function readChosen(
  search: ConnectionSearch,
  selection: Selection,
  format: "users" | "usernames",
): Promise<string> {
  return (await requestChosen(search, selection, format)).text();
}
