"use client";

import { usePathname } from "next/navigation";
import { TabLink } from "@/components/ui/tab-link";
import { settingsPath } from "@/domain/values/query/paths";

const TABS = [
  [settingsPath(), "Endpoint"],
  [settingsPath("people"), "People"],
  [settingsPath("tokens"), "API tokens"],
  [settingsPath("outreach"), "Outreach"],
  [settingsPath("privacy"), "Privacy"],
  [settingsPath("backup"), "Backup"],
  [settingsPath("storage"), "Storage"],
] as const;

/** The tabs of the settings. */
export function SettingsTabs() {
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="-mb-px flex gap-1 overflow-x-auto border-b border-line px-1.5 sm:px-3.5">
      {TABS.map(([href, words]) => (
        <TabLink key={href} href={href} isCurrent={pathname === href}>
          {words}
        </TabLink>
      ))}
    </nav>
  );
}
