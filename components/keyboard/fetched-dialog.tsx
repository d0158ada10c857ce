import { useEffect, useEffectEvent } from "react";
import { BriefWords, useBriefWords } from "@/components/ui/brief-words";
import { useFetched } from "@/components/ui/fetched";
import type { ShortcutsDialogProps } from "./shortcuts-dialog";

/** Fetches the dialog when it is opened, so that no page waits for it. */
export function FetchedDialog(props: ShortcutsDialogProps) {
  const { isOpen, onClose } = props;
  const { Component, load } = useFetched(importDialog);
  const [said, say] = useBriefWords();

  const open = useEffectEvent(async () => {
    if (await load()) return;
    onClose();
    say("The shortcuts could not be loaded: try again");
  });

  useEffect(() => {
    if (isOpen) open();
  }, [isOpen]);

  return (
    <>
      <BriefWords said={said} />
      {Component ? <Component {...props} /> : null}
    </>
  );
}

async function importDialog() {
  return (await import("./shortcuts-dialog")).ShortcutsDialog;
}
