import clsx from "clsx";
import { Eye, EyeOff } from "lucide-react";

/** Blurs personal text, for sharing the screen. A form, so that it works without JavaScript. */
export function BlurButton({
  isBlurred,
  chooseBlur,
}: {
  isBlurred: boolean;
  chooseBlur: (form: FormData) => Promise<void>;
}) {
  const Icon = isBlurred ? EyeOff : Eye;
  return (
    <form action={chooseBlur}>
      <button
        type="submit"
        name="blur"
        value={isBlurred ? "off" : "on"}
        aria-label="Blur names"
        aria-pressed={isBlurred}
        title={isBlurred ? "Names are blurred: show them" : "Blur names, to share the screen"}
        className={clsx(
          "grid size-8.5 place-items-center rounded-lg border",
          isBlurred ? "border-accent/40 bg-accent-soft text-accent" : "border-line text-ink-faint hover:text-ink",
        )}
      >
        <Icon aria-hidden className="size-3.5" />
      </button>
    </form>
  );
}
