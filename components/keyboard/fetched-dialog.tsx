import { useEffect, useEffectEvent } from "react";
import { BriefWords, useBriefWords } from "@/components/ui/brief-words";
import { useFetched } from "@/components/ui/fetched";
import type { ShortcutsDialogProps } from "./shortcuts-dialog";

/** Fetches the dialog when it is opened, so that no page waits for it. */
export function FetchedDialog(props: ShortcutsDialogProps) {
  const { isOpen, onClose } = props;
  const { Component, load } = useFetched(importDialog);
  const speech = useBriefWords();

  const open = useEffectEvent(async () => {
    if (await load()) return speech.hush();
    onClose();
    speech.warn("The shortcuts could not be loaded: try again");
  });

  useEffect(() => {
    if (isOpen) open();
  }, [isOpen]);

  return (
    <>
      <BriefWords speech={speech} />
      {Component ? <Component {...props} /> : null}
    </>
  );
}

async function importDialog() {
  return (await import("./shortcuts-dialog")).ShortcutsDialog;
}
