"use client";

import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useId } from "react";
import { useFocusReturn } from "@/components/ui/focus-return";
import { isSingleKey } from "./key-match";
import { Keys } from "./keys";
import { groupShortcuts, type Shortcut, type ShortcutGroup } from "./shortcut-groups";
import { SingleKeysSwitch } from "./single-keys-switch";

export type ShortcutsDialogProps = {
  readonly shortcuts: readonly Shortcut[];
  readonly areSingleKeysOn: boolean;
  readonly chooseSingleKeys: (form: FormData) => Promise<void>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

/** All keys that do something on this screen, and the switch for those that are a single character. */
export function ShortcutsDialog(props: ShortcutsDialogProps) {
  const { shortcuts, areSingleKeysOn, chooseSingleKeys, isOpen, onClose } = props;
  const focusReturn = useFocusReturn();
  return (
    <Dialog.Root open={isOpen} onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 bg-canvas/75" />
        <Dialog.Content
          {...focusReturn}
          aria-describedby={undefined}
          className="fixed inset-0 z-50 m-auto flex h-fit max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-xl flex-col rounded-xl border border-line bg-surface shadow-2xl outline-none"
        >
          <div className="flex items-center justify-between gap-4 border-b border-line py-3 pr-3 pl-5">
            <Dialog.Title className="text-base font-semibold">Keyboard shortcuts</Dialog.Title>
            <Dialog.Close
              aria-label="Close"
              className="grid size-8 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
            >
              <X aria-hidden className="size-4" />
            </Dialog.Close>
          </div>
          <div className="grid grid-cols-1 gap-5 overflow-y-auto overscroll-contain px-5 py-4">
            {groupShortcuts(shortcuts).map((group) => (
              <Group key={group.name} group={group} areSingleKeysOn={areSingleKeysOn} />
            ))}
          </div>
          <div className="border-t border-line px-5 py-4">
            <SingleKeysSwitch areSingleKeysOn={areSingleKeysOn} chooseSingleKeys={chooseSingleKeys} />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Group({ group, areSingleKeysOn }: { group: ShortcutGroup; areSingleKeysOn: boolean }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="pb-1 text-xs font-medium text-ink-faint">
        {group.name}
      </h3>
      <ul className="divide-y divide-line">
        {group.shortcuts.map(({ label, keys }) => (
          <li key={label} className="flex min-h-9 items-center justify-between gap-4 py-1">
            {label}
            <span className="flex shrink-0 flex-wrap items-center justify-end gap-1.5 text-xs text-ink-faint">
              {keys.map((key, index) => (
                <span key={key} className="flex items-center gap-1.5">
                  {index > 0 ? "or" : null}
                  <Keys shortcut={key} />
                  {isSingleKey(key) && !areSingleKeysOn ? "off" : null}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
