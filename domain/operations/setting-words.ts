import type { Settings } from "./settings";

/** Names each setting as the settings screens and the audit log do. */
export const SETTING_LABELS: Readonly<Record<keyof Settings, string>> = {
  masksNamesForViewers: "Names for viewers",
  coolDownHours: "Hours between two contacts",
  teamName: "How users know you",
  linkDays: "Days for which a link is good",
  chatAddress: "Your chat",
  keepEventsDays: "Superseded events, days",
  keepUnreadDays: "Quarantine and signing rules, days",
  keepRepeatsDays: "Records of repeated deliveries, days",
  keepHoursDays: "Deliveries and refusals by the hour, days",
  keepAuditDays: "Audit log, days",
  databaseMaxMb: "Largest size of the database, MB",
};

/** Returns the label of a setting; its own name if only another version knows it. */
export function settingLabel(name: string): string {
  return isSetting(name) ? SETTING_LABELS[name] : name;
}

/** Puts a setting's value into the words of its screen, from the text in the audit log. */
export function settingValueWords(name: string, value: string): string {
  if (name === "masksNamesForViewers") return value === "true" ? "Hidden" : "Shown";
  if (name === "databaseMaxMb" && value === "0") return "no limit";
  if (name.startsWith("keep") && value === "0") return "forever";
  return value === "" ? "nothing" : value;
}

function isSetting(name: string): name is keyof Settings {
  return Object.hasOwn(SETTING_LABELS, name);
}
