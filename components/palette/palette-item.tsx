import { Command } from "cmdk";
import type { ReactNode } from "react";

export function PaletteGroup({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={name}
      className="pb-2 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint"
    >
      {children}
    </Command.Group>
  );
}

/** An option of the palette. The id must be unique, whatever the option shows. */
export function PaletteItem({ id, onSelect, children }: { id: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={id}
      onSelect={onSelect}
      className="flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-2 py-1.5 select-none data-[selected=true]:bg-hover data-[selected=true]:ring-1 data-[selected=true]:ring-line-strong data-[selected=true]:ring-inset"
    >
      {children}
    </Command.Item>
  );
}
