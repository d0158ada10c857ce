import { type ComponentProps, useId } from "react";

type TextInputProps = ComponentProps<"input"> & {
  readonly name: string;
  readonly label: string;
  /** Explains the input before someone types. */
  readonly hint?: string;
};

/** A labelled text input, in a form that changes something. */
export function TextInput({ label, hint, ...input }: TextInputProps) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : undefined;
  return (
    <div className="grid min-w-0 gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-describedby={hintId}
        className="min-h-10 w-full min-w-0 rounded-md border border-line-strong/60 bg-surface px-3 text-ink read-only:bg-sunken read-only:text-ink-soft"
        {...input}
      />
      {hint ? (
        <p id={hintId} className="text-xs text-ink-soft">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
