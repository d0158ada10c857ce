"use client";

import { type MouseEvent, useEffect, useRef } from "react";
import { type ConnectionRow, titleIdOf } from "@/components/lists/rows/connection-row";
import { namedBy } from "@/components/ui/personal/personal";
import { useSelection } from "./selection";

/** Selects one row; with Shift, all rows between it and the one before. */
export function RowCheckbox({ row }: { row: ConnectionRow }) {
  const { isSelected, toggle } = useSelection();
  return (
    <Checkbox
      name={namedBy("Select", `choose-${titleIdOf(row)}`, titleIdOf(row))}
      isChecked={isSelected(row.id)}
      onClick={(event) => toggle(row.id, event.shiftKey)}
    />
  );
}

/** Selects all rows of the page. */
export function PageCheckbox({ ids }: { ids: readonly string[] }) {
  const { isSelected, selectRows } = useSelection();
  const selected = ids.filter(isSelected).length;
  const isWhole = selected === ids.length;
  return (
    <Checkbox
      name={{ "aria-label": "Select all rows on this page" }}
      isChecked={isWhole}
      isMixed={selected > 0 && !isWhole}
      onClick={() => selectRows(ids, !isWhole)}
    />
  );
}

type CheckboxProps = {
  readonly name: ReturnType<typeof namedBy> | { readonly "aria-label": string };
  readonly isChecked: boolean;
  readonly isMixed?: boolean;
  readonly onClick: (event: MouseEvent<HTMLInputElement>) => void;
};

function Checkbox({ name, isChecked, isMixed = false, onClick }: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.indeterminate = isMixed;
  }, [isMixed]);
  return (
    <label className="-m-2 grid size-8 place-items-center noscript:hidden group-data-[choosing=off]/list:hidden">
      <input
        ref={input}
        type="checkbox"
        {...name}
        checked={isChecked}
        onChange={() => {}}
        onClick={onClick}
        className="size-4 accent-(--accent)"
      />
    </label>
  );
}
