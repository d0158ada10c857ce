import clsx from "clsx";

/** Icons of rows and of the navigation, which repeat. They are drawn once, in `icon-sprite.tsx`. */
export type IconName =
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

/** References an icon of the sprite. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg aria-hidden="true" className={clsx("shrink-0", className)}>
      <use href={`#icon-${name}`} />
    </svg>
  );
}
