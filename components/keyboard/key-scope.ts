import { isSingleKey, needsMod } from "./key-match";

const TYPED_INTO =
  'input:not([type="checkbox"], [type="button"], [type="submit"], [type="reset"]), textarea, select, [contenteditable]:not([contenteditable="false"])';

/** Elements that handle Enter and the space bar themselves. */
const OPERABLE = 'a[href], button, summary, [role="button"], [role="option"], [role="tab"], [role^="menuitem"]';

/** Dialogs, menus and listboxes, which trap the focus while they are open. */
const TRAPS =
  ':is([role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"])[data-state="open"], dialog:modal';

/** Returns whether a shortcut's key is meant for the page and not for the focused element. */
export function isForPage(shortcut: string, event: KeyboardEvent, areSingleKeysOn: boolean): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  if (needsMod(shortcut)) return true;
  if (isSingleKey(shortcut) && !areSingleKeysOn) return false;
  const focused = event.target instanceof Element ? event.target : null;
  if (focused?.closest(TYPED_INTO)) return false;
  if ((shortcut === "Enter" || shortcut === " ") && focused?.closest(OPERABLE)) return false;
  return document.querySelector(TRAPS) === null;
}
