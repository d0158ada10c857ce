"use client";

import { type MouseEvent, useEffect, useRef } from "react";
import { type ConnectionRow, titleIdOf } from "@/components/lists/rows/connection-row";
import { namedBy } from "@/components/ui/personal";
import { useSelection } from "./selection";

/** Chooses one row; with Shift all between it and the one before. */
export function RowBox({ row }: { row: ConnectionRow }) {
  const { isChosen, toggle } = useSelection();
  return (
    <Box
      name={namedBy("Choose", `choose-${titleIdOf(row)}`, titleIdOf(row))}
      isChecked={isChosen(row.id)}
      onClick={(event) => toggle(row.id, event.shiftKey)}
    />
  );
}

/** Chooses all rows of the page. */
export function PageBox({ ids }: { ids: readonly string[] }) {
  const { isChosen, chooseRows } = useSelection();
  const chosen = ids.filter(isChosen).length;
  const isWhole = chosen === ids.length;
  return (
    <Box
      name={{ "aria-label": "Choose all rows of this page" }}
      isChecked={isWhole}
      isMixed={chosen > 0 && !isWhole}
      onClick={() => chooseRows(ids, !isWhole)}
    />
  );
}

type BoxProps = {
  readonly name: ReturnType<typeof namedBy> | { readonly "aria-label": string };
  readonly isChecked: boolean;
  readonly isMixed?: boolean;
  readonly onClick: (event: MouseEvent<HTMLInputElement>) => void;
};

function Box({ name, isChecked, isMixed = false, onClick }: BoxProps) {
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
