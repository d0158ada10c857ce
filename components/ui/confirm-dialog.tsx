"use client";

import { AlertDialog } from "radix-ui";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { Button } from "./button";

const never = () => () => {};

type ConfirmDialogProps = {
  /** The words on the button that asks. */
  readonly label: string;
  /** What the button is called where it stands among others; begins with its words. */
  readonly name?: string;
  /** The question: it names what it is about. */
  readonly title: string;
  /** What stops working. */
  readonly children: ReactNode;
  /** A verb and an object. */
  readonly confirmLabel: string;
  readonly submit: (form: FormData) => void;
  readonly fields?: Readonly<Record<string, string | number>>;
  readonly variant?: "plain" | "quiet";
  readonly className?: string;
};

/** Asks before something that can't be undone: in a dialog, and without scripts in a part of the page that opens. */
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
        <AlertDialog.Overlay className="fixed inset-0 z-50 bg-canvas/75" />
        <AlertDialog.Content className="fixed inset-0 z-50 m-auto grid h-fit max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-md gap-2 overflow-y-auto rounded-xl border border-line bg-surface p-5 shadow-2xl outline-none">
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
