import {
  AlarmClock,
  Ban,
  CircleSlash,
  Link2,
  type LucideIcon,
  MousePointerClick,
  NotebookPen,
  RotateCcw,
  Send,
  UserCheck,
  UserRound,
} from "lucide-react";
import type { StepContent } from "@/domain/lists/timeline";
import { type ActType, TYPE_OF_ACT, TYPE_OF_CONNECTION_ACT, TYPE_OF_PROGRESS } from "@/domain/lists/timeline-search";

type ActStyle = { readonly word: string; readonly icon: LucideIcon };

/** The word and icon of each kind of act. */
export const ACT_STYLES: Readonly<Record<ActType, ActStyle>> = {
  contacted: { word: "Contacted", icon: Send },
  noted: { word: "Note", icon: NotebookPen },
  snoozed: { word: "Snoozed", icon: AlarmClock },
  reopened: { word: "Reopened", icon: RotateCcw },
  assigned: { word: "Assigned", icon: UserRound },
  dismissed: { word: "Dismissed", icon: CircleSlash },
  accepted: { word: "Account accepted", icon: UserCheck },
  blocked: { word: "Do not contact", icon: Ban },
  link_handed_out: { word: "Link handed out", icon: Link2 },
  link_used: { word: "Link used", icon: MousePointerClick },
};

export function typeOfContent(content: StepContent): ActType {
  switch (content.kind) {
    case "link":
      return TYPE_OF_PROGRESS[content.progress];
    case "undone":
      return TYPE_OF_ACT[content.act.kind];
    case "blocked":
    case "unblocked":
    case "link_revoked":
      return TYPE_OF_CONNECTION_ACT[content.kind];
    default:
      return TYPE_OF_ACT[content.kind];
  }
}
