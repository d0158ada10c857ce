import clsx from "clsx";
import { useId } from "react";

type SingleKeysSwitchProps = {
  readonly areSingleKeysOn: boolean;
  readonly chooseSingleKeys: (form: FormData) => Promise<void>;
};

/** A form with one button, so that it works without JavaScript. */
export function SingleKeysSwitch({ areSingleKeysOn, chooseSingleKeys }: SingleKeysSwitchProps) {
  const id = useId();
  return (
    <form action={chooseSingleKeys} className="flex items-center justify-between gap-6">
      <span className="grid gap-0.5">
        <span id={`${id}-name`} className="font-medium">
          Single-key shortcuts
        </span>
        <span id={`${id}-why`} className="text-pretty text-ink-soft">
          Switch them off if letters and signs get in the way of your keyboard, voice control or screen reader. Keys
          with Ctrl or ⌘, Enter, Escape and arrows stay.
        </span>
      </span>
      <button
        type="submit"
        role="switch"
        name="single_keys"
        value={areSingleKeysOn ? "off" : "on"}
        aria-checked={areSingleKeysOn}
        aria-labelledby={`${id}-name`}
        aria-describedby={`${id}-why`}
        className="flex shrink-0 items-center gap-2 rounded-full"
      >
        <span aria-hidden className="w-6 text-right text-ink-soft">
          {areSingleKeysOn ? "On" : "Off"}
        </span>
        <span
          aria-hidden
          className={clsx(
            "flex h-6 w-10 items-center rounded-full border p-0.5 transition-colors",
            areSingleKeysOn ? "border-accent bg-accent" : "border-line-strong bg-sunken",
          )}
        >
          <span
            className={clsx(
              "size-4.5 rounded-full transition-transform",
              areSingleKeysOn ? "translate-x-4 bg-on-accent" : "bg-line-strong",
            )}
          />
        </span>
      </button>
    </form>
  );
}
