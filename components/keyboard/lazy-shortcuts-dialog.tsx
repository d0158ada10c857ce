import { useEffect, useEffectEvent } from "react";
import { Toast, useToast } from "@/components/ui/feedback/toast";
import { useLazyComponent } from "@/components/ui/lazy/use-lazy-component";
import type { ShortcutsDialogProps } from "./shortcuts-dialog";

/** Loads the dialog when it is opened, so that no page waits for it. */
export function LazyShortcutsDialog(props: ShortcutsDialogProps) {
  const { isOpen, onClose } = props;
  const { Component, load } = useLazyComponent(importDialog);
  const toast = useToast();

  const open = useEffectEvent(async () => {
    if (await load()) return toast.dismiss();
    onClose();
    toast.showError("The shortcuts could not be loaded: try again");
  });

  useEffect(() => {
    if (isOpen) open();
  }, [isOpen]);

  return (
    <>
      <Toast toast={toast} />
      {Component ? <Component {...props} /> : null}
    </>
  );
}

async function importDialog() {
  return (await import("./shortcuts-dialog")).ShortcutsDialog;
}
