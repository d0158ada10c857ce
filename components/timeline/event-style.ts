import { CircleAlert, CircleHelp, Link2, type LucideIcon, RefreshCw, ScrollText, Unplug } from "lucide-react";
import type { EventType, LogDialect } from "@/domain/intake/event-log";

type EventStyle = { readonly word: string; readonly icon: LucideIcon; readonly tone: string };

/** The word, icon and colour of each kind of event. */
export const EVENT_STYLES: Readonly<Record<EventType, EventStyle>> = {
  created: { word: "Created", icon: Link2, tone: "bg-ok-soft text-ok" },
  updated: { word: "Updated", icon: RefreshCw, tone: "bg-accent-soft text-accent" },
  expired: { word: "Expired", icon: CircleAlert, tone: "bg-warn-soft text-warn" },
  disconnected: { word: "Disconnected", icon: Unplug, tone: "bg-gone-soft text-gone" },
  unrecognised: { word: "Not understood", icon: CircleHelp, tone: "bg-wait-soft text-wait" },
  rules: { word: "Signing rules", icon: ScrollText, tone: "bg-gone-soft text-gone" },
};

export const DIALECT_WORDS: Readonly<Record<LogDialect, string>> = {
  docs: "Documentation (type)",
  sdk: "SDK (eventType)",
  flat: "Older, flat",
  unknown: "None known",
};
