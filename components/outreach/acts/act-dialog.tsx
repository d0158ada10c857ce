"use client";

import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { useFocusReturn } from "@/components/ui/focus-return";
import { Personal } from "@/components/ui/personal";
import { AssignChoices } from "./assign-choices";
import { BlockForm } from "./block-form";
import { ContactForm } from "./contact-form";
import { DismissForm } from "./dismiss-form";
import type { FormProps } from "./form-props";
import { NoteForm } from "./note-form";
import { type DialogName, type Target, useOutreach } from "./outreach-context";
import { SnoozeChoices } from "./snooze-choices";

const FORMS: Record<DialogName, { readonly title: string; readonly Form: (props: FormProps) => ReactNode }> = {
  contact: { title: "Contact", Form: ContactForm },
  snooze: { title: "Snooze", Form: SnoozeChoices },
  dismiss: { title: "Dismiss", Form: DismissForm },
  note: { title: "Note on", Form: NoteForm },
  assign: { title: "Assign", Form: AssignChoices },
  block: { title: "Do not contact", Form: BlockForm },
};

type ActDialogProps = { readonly dialog: DialogName; readonly target: Target; readonly onClose: () => void };

/** Asks what it takes to do something about cases. */
export function ActDialog({ dialog, target, onClose }: ActDialogProps) {
  const focusReturn = useFocusReturn();
  const outreach = useOutreach();
  const { title, Form } = FORMS[dialog];
  if (!outreach) return null;
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 bg-canvas/75" />
        <Dialog.Content
          {...focusReturn}
          aria-describedby={undefined}
          className="fixed inset-0 z-50 m-auto flex h-fit max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg flex-col rounded-xl border border-line bg-surface shadow-2xl outline-none"
        >
          <div className="flex items-center justify-between gap-4 border-b border-line py-3 pr-3 pl-5">
            <Dialog.Title className="min-w-0 truncate text-base font-semibold">
              {title}{" "}
              {target.title === null ? (
                `${target.cards.toLocaleString("en")} users`
              ) : (
                <Personal>{target.title}</Personal>
              )}
            </Dialog.Title>
            <Dialog.Close aria-label="Close" className="icon-button size-8">
              <X aria-hidden className="size-4" />
            </Dialog.Close>
          </div>
          <div className="grid grid-cols-1 gap-4 overflow-y-auto overscroll-contain px-5 py-4">
            <Form target={target} onDone={onClose} />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
