"use client";

import { usePathname } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useId, useMemo, useState } from "react";
import { matchesKey } from "./key-match";
import { isForPage } from "./key-scope";
import { LazyShortcutsDialog } from "./lazy-shortcuts-dialog";
import { ANYWHERE, type Shortcut, winnerOf } from "./shortcut-groups";

type Registration = Shortcut & { readonly id: string; readonly run: (event: KeyboardEvent) => void };

type Registry = {
  readonly put: (registration: Registration) => void;
  readonly remove: (id: string) => void;
};

type Keyboard = {
  readonly areSingleKeysOn: boolean;
  /** Shows the list of all shortcuts. */
  readonly openList: () => void;
};

const RegistryContext = createContext<Registry>({ put: () => {}, remove: () => {} });
const KeyboardContext = createContext<Keyboard>({ areSingleKeysOn: true, openList: () => {} });

type ShortcutsProviderProps = {
  readonly areSingleKeysOn: boolean;
  readonly chooseSingleKeys: (form: FormData) => Promise<void>;
  readonly children: ReactNode;
};

/** Handles the shortcuts of everything inside, and lists them on `?`. */
export function ShortcutsProvider({ areSingleKeysOn, chooseSingleKeys, children }: ShortcutsProviderProps) {
  const pathname = usePathname();
  const [shortcuts, setShortcuts] = useState<readonly Registration[]>([]);
  /** The path on which the list was opened: another page has other shortcuts. */
  const [listOpenOn, setListOpenOn] = useState<string | null>(null);

  // Created once: a new registry would register everything again, in another order.
  const [registry] = useState<Registry>(() => ({
    put: (one) => setShortcuts((all) => withShortcut(all, one)),
    remove: (id) => setShortcuts((all) => all.filter((one) => one.id !== id)),
  }));
  const keyboard = useMemo(
    () => ({ areSingleKeysOn, openList: () => setListOpenOn(pathname) }),
    [areSingleKeysOn, pathname],
  );

  const hear = useEffectEvent((event: KeyboardEvent) => {
    const shortcut = winnerOf(shortcuts, (key) => matchesKey(event, key));
    if (!shortcut || !isForPage(shortcut.key, event, areSingleKeysOn)) return;
    event.preventDefault();
    shortcut.run(event);
  });

  // On the window, so that elements that handle the key themselves come first and can stop it.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => hear(event);
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);

  return (
    <RegistryContext value={registry}>
      <KeyboardContext value={keyboard}>
        {children}
        <ListShortcut />
        <LazyShortcutsDialog
          shortcuts={shortcuts}
          areSingleKeysOn={areSingleKeysOn}
          chooseSingleKeys={chooseSingleKeys}
          isOpen={listOpenOn === pathname}
          onClose={() => setListOpenOn(null)}
        />
      </KeyboardContext>
    </RegistryContext>
  );
}

/**
 * Runs the handler when the key is pressed, for as long as the component is mounted. Of several with the same key, the one
 * that was mounted last wins. While someone types, or inside a dialog or a menu, only "mod+…" is handled.
 */
export function useShortcut(shortcut: Shortcut, handler: (event: KeyboardEvent) => void): void {
  const { key, label, group, isEnabled = true } = shortcut;
  const { put, remove } = useContext(RegistryContext);
  const id = useId();
  const run = useEffectEvent(handler);

  useEffect(() => {
    put({ id, key, label, group, isEnabled, run: (event) => run(event) });
  }, [put, id, key, label, group, isEnabled]);

  useEffect(() => () => remove(id), [remove, id]);
}

export function useKeyboard(): Keyboard {
  return useContext(KeyboardContext);
}

/** A component of its own, since the provider is outside of its own context. */
function ListShortcut() {
  const { openList } = useKeyboard();
  useShortcut({ key: "?", label: "Keyboard shortcuts", group: ANYWHERE }, openList);
  return null;
}

/** Replaces a registration in place: a new label doesn't make it the latest. */
function withShortcut(all: readonly Registration[], changed: Registration): readonly Registration[] {
  if (!all.some((one) => one.id === changed.id)) return [...all, changed];
  return all.map((one) => (one.id === changed.id ? changed : one));
}
