import { X } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import { Phrased } from "@/components/ui/personal/personal";
import type { Phrase } from "@/domain/values/personal";

type UndoBarProps = {
  /** Says what was done. */
  readonly words: Phrase;
  /** Why it couldn't be undone; null before that. */
  readonly problem: string | null;
  /** Restores what was deleted. */
  readonly undo: (form: FormData) => void;
  readonly fields: Readonly<Record<string, string | number>>;
  readonly isPending: boolean;
  readonly onClose?: () => void;
};

/** Reports a deletion and offers to undo it. Stays until it is closed, so that nobody has to be quick. */
export function UndoBar({ words, problem, undo, fields, isPending, onClose }: UndoBarProps) {
  return (
    <Card
      role="status"
      className="fixed inset-x-3 bottom-3 z-50 mx-auto flex w-fit max-w-[calc(100vw-1.5rem)] items-center gap-3 py-2 pr-2 pl-4 shadow-xl"
    >
      <div className="grid min-w-0 gap-1">
        <p className="break-words">
          <Phrased phrase={words} />
        </p>
        <FormError>{problem}</FormError>
      </div>
      <form action={undo}>
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Button type="submit" variant="quiet" className="text-accent" disabled={isPending}>
          Undo
        </Button>
      </form>
      {onClose ? (
        <button type="button" aria-label="Close" className="icon-button size-8" onClick={onClose}>
          <X aria-hidden className="size-4" />
        </button>
      ) : null}
    </Card>
  );
}
