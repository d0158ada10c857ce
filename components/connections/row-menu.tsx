"use client";

import { useFetched } from "@/components/ui/fetched";
import { Glyph } from "@/components/ui/glyph";
import { type ConnectionRow, rowTitle } from "./connection-row";
import { ROW_MENU_TRIGGER } from "./row-menu-look";

const importMenu = async () => (await import("./opened-row-menu")).OpenedRowMenu;

type RowMenuProps = { readonly row: ConnectionRow; readonly onPeek: () => void };

/** What can be done with one row, and with each of its values. The menu is fetched and made when it is first asked for. */
export function RowMenu(props: RowMenuProps) {
  const { Component: OpenedRowMenu, load } = useFetched(importMenu);
  const label = `Actions for ${rowTitle(props.row)}`;
  if (OpenedRowMenu) return <OpenedRowMenu label={label} {...props} />;
  return (
    <button
      type="button"
      aria-label={label}
      aria-haspopup="menu"
      className={ROW_MENU_TRIGGER}
      onPointerEnter={() => void importMenu().catch(() => {})}
      onClick={() => void load()}
    >
      <Glyph name="more" className="size-4" />
    </button>
  );
}
