"use client";

import { lazy, Suspense, useState } from "react";
import { Glyph } from "@/components/ui/glyphs";
import { type ConnectionRow, rowTitle } from "./connection-row";

export const ROW_MENU_TRIGGER =
  "icon-button size-8 data-[state=open]:bg-gone-soft data-[state=open]:text-ink noscript:hidden";

const loadMenu = () => import("./opened-row-menu");
const OpenedRowMenu = lazy(async () => ({ default: (await loadMenu()).OpenedRowMenu }));

type RowMenuProps = { readonly row: ConnectionRow; readonly onPeek: () => void };

/** What can be done with one row, and with each of its values. The menu is fetched and made when it is first asked for. */
export function RowMenu(props: RowMenuProps) {
  const [isAskedFor, setIsAskedFor] = useState(false);
  const label = `Actions for ${rowTitle(props.row)}`;
  const button = (
    <button
      type="button"
      aria-label={label}
      aria-haspopup="menu"
      className={ROW_MENU_TRIGGER}
      onPointerEnter={() => void loadMenu()}
      onFocus={() => void loadMenu()}
      onClick={() => setIsAskedFor(true)}
    >
      <Glyph name="more" className="size-4" />
    </button>
  );
  if (!isAskedFor) return button;
  return (
    <Suspense fallback={button}>
      <OpenedRowMenu label={label} {...props} />
    </Suspense>
  );
}
