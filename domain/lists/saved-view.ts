import { type ConnectionSearch, isPersonal, WHOLE_LISTS } from "./connection-search";
import { formatConnectionSearch, parseConnectionSearch } from "./connection-search-url";
import { normaliseText } from "./search-text";

/** A list that is worth a name: filter, order and look, as everyone on the team sees it. */
export type SavedView = {
  readonly id: number;
  readonly name: string;
  /** The list's query string as `viewQueryOf` makes it; relative dates stay relative. */
  readonly query: string;
};

/** Why a view could not be saved. */
export type ViewRefusal = "name_empty" | "name_too_long" | "name_taken" | "too_many" | "unknown_view";

export const VIEW_NAME_LENGTH_MAX = 60;
export const VIEWS_MAX = 100;

/** What of a list a view keeps: not the page, not what is open, and not which view it came from. */
export function viewQueryOf(search: ConnectionSearch): string {
  return formatConnectionSearch({ ...search, after: "", before: "", open: "", view: "" });
}

/** The list that a view shows. */
export function searchOfView(view: SavedView): ConnectionSearch {
  return { ...parseConnectionSearch(new URLSearchParams(view.query)), view: String(view.id) };
}

/** Checks whether its name may be somebody's: it looks for words, or is about users. */
export function isPersonalView(view: SavedView): boolean {
  return isPersonal(searchOfView(view));
}

/** Whether a list is what the view says, whatever page of it. */
export function isUnchanged(search: ConnectionSearch, view: SavedView): boolean {
  return viewQueryOf(search) === view.query;
}

/** Whether a list differs from the plain one in anything that a view would keep. */
export function isWorthSaving(search: ConnectionSearch): boolean {
  return viewQueryOf(search) !== viewQueryOf(WHOLE_LISTS[search.list]);
}

/** A name as it is kept, or why it can't be. */
export function parseViewName(text: string): { readonly name: string } | { readonly refusal: ViewRefusal } {
  const name = text.toWellFormed().replace(/\s+/gu, " ").trim();
  if (name === "") return { refusal: "name_empty" };
  return name.length > VIEW_NAME_LENGTH_MAX ? { refusal: "name_too_long" } : { name };
}

/** Two names with the same key are the same to a reader. */
export function viewNameKey(name: string): string {
  return normaliseText(name);
}
