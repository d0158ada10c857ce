import type { ReactNode } from "react";
import { clock } from "@/clock";
import { BackupNotice } from "@/components/settings/backup-notice";
import { ClockNotice } from "@/components/settings/clock-notice";
import { DamagedEventsNotice } from "@/components/settings/damaged-events-notice";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { enter } from "@/server/access/enter";
import { backupStanding } from "@/server/operations/backups";
import { confirmClock } from "./storage/actions";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { store } = await enter("read_settings");
  const now = clock.now();
  const jump = await store.maintenance.findClockJump(now);
  const damaged = store.damagedEvents();
  return (
    <>
      <p className="px-4 pt-5 pb-2 text-xl font-semibold tracking-tight sm:px-6">Settings</p>
      <SettingsTabs />
      <BackupNotice standing={backupStanding(now)} now={now} />
      {damaged && damaged.count > 0 ? <DamagedEventsNotice damaged={damaged} /> : null}
      {jump ? <ClockNotice jump={jump} confirm={confirmClock} /> : null}
      {children}
    </>
  );
}
