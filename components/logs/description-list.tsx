import type { ReactNode } from "react";

/** Lists the facts of a line, in columns if there is room. */
export function DescriptionList({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-1 gap-x-6 gap-y-2 sm:grid-cols-2 xl:grid-cols-4">{children}</dl>;
}

export function DescriptionItem({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-faint">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

/** A remark on a fact, on a line of its own. */
export function Small({ children }: { children: ReactNode }) {
  return <span className="block text-xs break-words text-ink-faint">{children}</span>;
}
