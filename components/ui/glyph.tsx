import clsx from "clsx";

/** Names of drawings that stand in every row or in the navigation. They are drawn once, in `glyph-sheet.tsx`. */
export type GlyphName =
  | "active"
  | "expired"
  | "disconnected"
  | "waiting"
  | "unknown"
  | "snoozed"
  | "contacted"
  | "held"
  | "blocked"
  | "done"
  | "copy"
  | "more"
  | "outreach"
  | "connections"
  | "events"
  | "deliveries"
  | "audit"
  | "settings";

/** One of the drawings of the sheet. */
export function Glyph({ name, className }: { name: GlyphName; className?: string }) {
  return (
    <svg aria-hidden="true" className={clsx("shrink-0", className)}>
      <use href={`#glyph-${name}`} />
    </svg>
  );
}
