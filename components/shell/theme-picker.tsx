import clsx from "clsx";
import { THEME_OPTIONS } from "@/components/ui/theme-options";
import { THEMES, type Theme } from "@/domain/values/preferences/theme";

/** A form with three buttons, so that it works without JavaScript. */
export function ThemePicker({ theme, chooseTheme }: { theme: Theme; chooseTheme: (form: FormData) => Promise<void> }) {
  return (
    <form action={chooseTheme} className="flex w-fit gap-0.5 rounded-lg border border-line p-0.5">
      {THEMES.map((one) => {
        const { icon: Icon, label } = THEME_OPTIONS[one];
        return (
          <button
            key={one}
            type="submit"
            name="theme"
            value={one}
            aria-label={label}
            aria-pressed={one === theme}
            title={label}
            className={clsx(
              "grid size-7 place-items-center rounded-md",
              one === theme ? "bg-surface text-ink ring-1 ring-line" : "text-ink-faint hover:text-ink",
            )}
          >
            <Icon aria-hidden className="size-3.5" />
          </button>
        );
      })}
    </form>
  );
}
