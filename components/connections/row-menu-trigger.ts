/** The classes of a row's menu button, before the menu's code is loaded and after. */
export const ROW_MENU_TRIGGER =
  "icon-button size-8 data-[state=open]:bg-gone-soft data-[state=open]:text-ink noscript:hidden";
