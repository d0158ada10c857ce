"use client";

import { usePathname } from "next/navigation";
import { TabLink } from "@/components/ui/tab-link";
import { queuePath, resultsPath, TEMPLATES_PATH } from "@/domain/values/query/paths";

const TABS = [
  [queuePath(), "Queue"],
  [resultsPath(), "Results"],
  [TEMPLATES_PATH, "Templates"],
] as const;

/** The tabs of outreach. */
export function OutreachTabs({ mayEdit }: { mayEdit: boolean }) {
  const pathname = usePathname();
  return (
    <>
      <p className="px-4 pt-5 pb-2 text-xl font-semibold tracking-tight sm:px-6">Outreach</p>
      <nav aria-label="Outreach" className="-mb-px flex gap-1 overflow-x-auto border-b border-line px-1.5 sm:px-3.5">
        {TABS.filter(([href]) => mayEdit || href !== TEMPLATES_PATH).map(([href, words]) => (
          <TabLink key={href} href={href} isCurrent={pathname === href}>
            {words}
          </TabLink>
        ))}
      </nav>
    </>
  );
}
