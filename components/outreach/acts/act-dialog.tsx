"use client";

import type { ReactNode } from "react";
import { Dialog, DialogBody, DialogClose, DialogHeader, DialogTitle } from "@/components/ui/form/dialog";
import { Personal } from "@/components/ui/personal/personal";
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

/** Shows the form of an act on cases. */
export function ActDialog({ dialog, target, onClose }: ActDialogProps) {
  const outreach = useOutreach();
  const { title, Form } = FORMS[dialog];
  if (!outreach) return null;
  return (
    <Dialog onClose={onClose} className="max-w-lg">
      <DialogHeader>
        <DialogTitle className="min-w-0 truncate text-base font-semibold">
          {title}{" "}
          {target.title === null ? `${target.cards.toLocaleString("en")} users` : <Personal>{target.title}</Personal>}
        </DialogTitle>
        <DialogClose className="icon-button size-8" />
      </DialogHeader>
      <DialogBody className="gap-4">
        <Form target={target} onDone={onClose} />
      </DialogBody>
    </Dialog>
  );
}
