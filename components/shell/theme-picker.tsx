import clsx from "clsx";
import { Monitor, Moon, Sun } from "lucide-react";
import { THEMES, type Theme } from "./themes";

const LOOKS: Record<Theme, { icon: typeof Sun; label: string }> = {
  system: { icon: Monitor, label: "Colours as the system has them" },
  light: { icon: Sun, label: "Light colours" },
  dark: { icon: Moon, label: "Dark colours" },
};

/** Three buttons of one form, so that it works before any script does. */
export function ThemePicker({ theme, chooseTheme }: { theme: Theme; chooseTheme: (form: FormData) => Promise<void> }) {
  return (
    <form action={chooseTheme} className="flex w-fit gap-0.5 rounded-lg border border-line p-0.5">
      {THEMES.map((one) => {
        const { icon: Icon, label } = LOOKS[one];
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
