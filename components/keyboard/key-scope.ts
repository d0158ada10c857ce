import { isSingleKey, needsMod } from "./key-match";

const TYPED_INTO =
  'input:not([type="checkbox"], [type="button"], [type="submit"], [type="reset"]), textarea, select, [contenteditable]:not([contenteditable="false"])';

/** What does something of its own with Enter and the space bar. */
const OPERABLE = 'a[href], button, summary, [role="button"], [role="option"], [role="tab"], [role^="menuitem"]';

/** Dialogs, menus and lists of choices that keep the focus inside while they are open. */
const TRAPS =
  ':is([role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"])[data-state="open"], dialog:modal';

/** Whether a press of a shortcut's key is meant for the page, not for what has the focus. */
export function isForPage(shortcut: string, event: KeyboardEvent, areSingleKeysOn: boolean): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  if (needsMod(shortcut)) return true;
  if (isSingleKey(shortcut) && !areSingleKeysOn) return false;
  const focused = event.target instanceof Element ? event.target : null;
  if (focused?.closest(TYPED_INTO)) return false;
  if ((shortcut === "Enter" || shortcut === " ") && focused?.closest(OPERABLE)) return false;
  return document.querySelector(TRAPS) === null;
}
