"use client";

import { type ConnectionRow, titleIdOf } from "@/components/lists/rows/connection-row";
import { Icon } from "@/components/ui/icon";
import { useLazyComponent } from "@/components/ui/lazy/use-lazy-component";
import { namedBy } from "@/components/ui/personal/personal";
import { ROW_MENU_TRIGGER } from "./row-menu-trigger";

const importMenu = async () => (await import("./row-menu-content")).RowMenuContent;

type RowMenuProps = { readonly row: ConnectionRow; readonly onPeek: () => void };

/** Opens the menu of a row and its values. The menu's code loads at the first click. */
export function RowMenu(props: RowMenuProps) {
  const { Component: RowMenuContent, load } = useLazyComponent(importMenu);
  const titleId = titleIdOf(props.row);
  const name = namedBy("Actions for", `actions-${titleId}`, titleId);
  if (RowMenuContent) return <RowMenuContent name={name} {...props} />;
  return (
    <button
      type="button"
      {...name}
      aria-haspopup="menu"
      className={ROW_MENU_TRIGGER}
      onPointerEnter={() => void importMenu().catch(() => {})}
      onClick={() => void load()}
    >
      <Icon name="more" className="size-4" />
    </button>
  );
}
