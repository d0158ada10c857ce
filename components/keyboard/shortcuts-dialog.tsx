"use client";

import { useId } from "react";
import { Dialog, DialogBody, DialogClose, DialogHeader, DialogTitle } from "@/components/ui/form/dialog";
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

/** Lists the shortcuts of this screen, with the switch for those of a single character. */
export function ShortcutsDialog(props: ShortcutsDialogProps) {
  const { shortcuts, areSingleKeysOn, chooseSingleKeys, isOpen, onClose } = props;
  return (
    <Dialog isOpen={isOpen} onClose={onClose} className="max-w-xl">
      <DialogHeader>
        <DialogTitle className="text-base font-semibold">Keyboard shortcuts</DialogTitle>
        <DialogClose className="grid size-8 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink" />
      </DialogHeader>
      <DialogBody className="gap-5">
        {groupShortcuts(shortcuts).map((group) => (
          <Group key={group.name} group={group} areSingleKeysOn={areSingleKeysOn} />
        ))}
      </DialogBody>
      <div className="border-t border-line px-5 py-4">
        <SingleKeysSwitch areSingleKeysOn={areSingleKeysOn} chooseSingleKeys={chooseSingleKeys} />
      </div>
    </Dialog>
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
