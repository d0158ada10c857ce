/** A key, what it does, and in which part of the product. */
export type Shortcut = {
  /** `KeyboardEvent.key`, such as "j", "/", "Enter" or "ArrowDown"; "mod+k" is Ctrl or ⌘ with k. */
  readonly key: string;
  readonly label: string;
  readonly group: string;
  readonly isEnabled?: boolean;
};

export type ShortcutGroup = {
  readonly name: string;
  readonly shortcuts: readonly { readonly label: string; readonly keys: readonly string[] }[];
};

/** The group of shortcuts that work on every screen; it is listed first. */
export const ANYWHERE = "Anywhere";

/** Returns the shortcut that handles a key: the one registered last, if there are several. */
export function winnerOf<T extends Shortcut>(shortcuts: readonly T[], isPressed: (key: string) => boolean): T | null {
  return shortcuts.findLast(({ key, isEnabled = true }) => isEnabled && isPressed(key)) ?? null;
}

/** Groups the enabled shortcuts for reading: keys that do the same thing share a line. */
export function groupShortcuts(shortcuts: readonly Shortcut[]): ShortcutGroup[] {
  const groups = new Map<string, Map<string, string[]>>([[ANYWHERE, new Map()]]);
  for (const shortcut of shortcuts) {
    const { key, label, group } = shortcut;
    if (winnerOf(shortcuts, (one) => one === key) !== shortcut) continue;
    const lines = groups.get(group) ?? new Map<string, string[]>();
    groups.set(group, lines.set(label, [...(lines.get(label) ?? []), key]));
  }
  return [...groups]
    .filter(([, lines]) => lines.size > 0)
    .map(([name, lines]) => ({ name, shortcuts: [...lines].map(([label, keys]) => ({ label, keys })) }));
}
