import { CircleAlert, CircleHelp, Link2, type LucideIcon, RefreshCw, ScrollText, Unplug } from "lucide-react";
import type { ConnectionChange } from "@/domain/intake/event";
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

type UnchangedWords = { readonly once: string; readonly repeated: string; readonly afterEnd: string };

/** Words for an event that changed nothing: alone, followed by how often it came, and after the disconnection. */
export const UNCHANGED_WORDS: Readonly<Record<ConnectionChange, UnchangedWords>> = {
  created: {
    once: "Reported as connected again; nothing changed",
    repeated: "Reported as connected",
    afterEnd: "Reported as connected after its end",
  },
  updated: { once: "Updated; nothing changed", repeated: "Updated", afterEnd: "Updated after its end" },
  expired: {
    once: "Reported as expired again; nothing changed",
    repeated: "Reported as expired",
    afterEnd: "Reported as expired after its end",
  },
  disconnected: {
    once: "Reported as disconnected again; nothing changed",
    repeated: "Reported as disconnected",
    afterEnd: "Reported as disconnected again",
  },
};

export const DIALECT_WORDS: Readonly<Record<LogDialect, string>> = {
  docs: "Documentation (type)",
  sdk: "SDK (eventType)",
  flat: "Older, flat",
  unknown: "None known",
};
