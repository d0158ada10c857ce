import { type LucideIcon, Monitor, Moon, Sun } from "lucide-react";
import type { Theme } from "@/domain/values/preferences/theme";

export const THEME_OPTIONS: Readonly<Record<Theme, { readonly icon: LucideIcon; readonly label: string }>> = {
  system: { icon: Monitor, label: "Colours as the system has them" },
  light: { icon: Sun, label: "Light colours" },
  dark: { icon: Moon, label: "Dark colours" },
};
