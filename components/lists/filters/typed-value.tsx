"use client";

import { useId } from "react";

type TypedValueProps = {
  /** How many values are not offered. */
  readonly unlisted: number;
  /** The noun for a value, such as "permission". */
  readonly kind: string;
  readonly fields: readonly (readonly [name: string, label: string])[];
};

/** Lets people type a value when there are too many to list. Part of the filters' form. */
export function TypedValue({ unlisted, kind, fields }: TypedValueProps) {
  const id = useId();
  if (unlisted <= 0) return null;
  return (
    <div className="mt-1 grid gap-1.5 border-t border-line px-2 pt-2 text-xs text-ink-faint">
      <p id={id}>
        {unlisted.toLocaleString("en")} rarer values are not listed. Type a {kind}'s full name to filter by it.
      </p>
      {fields.map(([name, label]) => (
        <input
          key={name}
          name={name}
          aria-label={label}
          aria-describedby={id}
          placeholder={label}
          maxLength={300}
          autoComplete="off"
          spellCheck={false}
          className="min-h-8 w-full min-w-0 rounded-md border border-line bg-surface px-2 text-ink"
        />
      ))}
      <button type="submit" className="min-h-8 rounded-md border border-line px-2 text-ink hover:bg-hover">
        Filter
      </button>
    </div>
  );
}
