"use client";

import clsx from "clsx";
import { AlertDialog } from "radix-ui";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { Button } from "./button";
import { DIALOG_CENTERED, DIALOG_CONTENT, DIALOG_OVERLAY } from "./dialog-style";

const never = () => () => {};

type ConfirmDialogProps = {
  /** The text of the button that opens the dialog. */
  readonly label: string;
  /** The accessible name of the button among others like it; begins with its text. */
  readonly name?: string;
  /** The question, which names its subject. */
  readonly title: string;
  /** Says what stops working. */
  readonly children: ReactNode;
  /** A verb and an object. */
  readonly confirmLabel: string;
  readonly submit: (form: FormData) => void;
  readonly fields?: Readonly<Record<string, string | number>>;
  readonly variant?: "plain" | "quiet";
  readonly className?: string;
};

/** Asks before something that can't be undone: in a dialog, or without JavaScript in a disclosure. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { label, name = label, title, children, variant = "plain", className } = props;
  const [isOpen, setIsOpen] = useState(false);
  const hasScripts = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (!hasScripts) {
    return (
      <details className="group/confirm grid">
        <summary
          aria-label={name}
          className={`inline-flex min-h-8 cursor-pointer list-none items-center rounded-md px-3 font-medium hover:bg-hover ${variant === "plain" ? "border border-line-strong/50" : ""} ${className ?? ""}`}
        >
          {label}
        </summary>
        <div className="mt-2 grid max-w-sm gap-2 rounded-lg border border-line bg-surface p-3 whitespace-normal">
          <p className="font-medium">{title}</p>
          <div className="text-ink-soft">{children}</div>
          <ConfirmForm {...props} />
        </div>
      </details>
    );
  }
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <AlertDialog.Trigger asChild>
        <Button variant={variant} aria-label={name} {...(className ? { className } : {})}>
          {label}
        </Button>
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={DIALOG_OVERLAY} />
        <AlertDialog.Content
          className={clsx(DIALOG_CONTENT, DIALOG_CENTERED, "grid max-w-md gap-2 overflow-y-auto p-5")}
        >
          <AlertDialog.Title className="text-base font-semibold break-words">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="text-ink-soft">{children}</div>
          </AlertDialog.Description>
          <div className="mt-3 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button className="min-h-10">Cancel</Button>
            </AlertDialog.Cancel>
            <ConfirmForm {...props} onSubmit={() => setIsOpen(false)} />
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function ConfirmForm({
  submit,
  fields = {},
  confirmLabel,
  onSubmit,
}: ConfirmDialogProps & { readonly onSubmit?: () => void }) {
  return (
    <form action={submit} onSubmit={onSubmit}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button
        type="submit"
        className="min-h-10 rounded-md border border-bad/40 bg-bad-soft px-3 font-medium text-bad hover:border-bad"
      >
        {confirmLabel}
      </button>
    </form>
  );
}
