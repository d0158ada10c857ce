import type { ReactNode } from "react";
import { SettingsTabs } from "@/components/settings/settings-tabs";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <p className="px-4 pt-5 pb-2 text-xl font-semibold tracking-tight sm:px-6">Settings</p>
      <SettingsTabs />
      {children}
    </>
  );
}
