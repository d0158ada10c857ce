import { unstable_rethrow } from "next/navigation";
import type { ReactNode } from "react";
import { beginPasskeyProof, confirmByOpenId, finishPasskeyProof } from "@/app/(access)/confirm/actions";
import { clock } from "@/clock";
import { ProofProvider } from "@/components/access/proof-settings";
import { type IntakeFigures, IntakeHealth } from "@/components/intake/intake-health";
import { Shell } from "@/components/shell/shell";
import type { Store } from "@/db/store";
import { countMatching, spanStart, WHOLE_DELIVERY_LOG } from "@/domain/intake/delivery-log";
import { environment } from "@/env";
import { enter } from "@/server/access/enter";
import { countedViews } from "@/server/lists/counted-views";
import { readBlur } from "@/server/preferences/blur";
import { readSingleKeys } from "@/server/preferences/single-keys";
import { readTheme } from "@/server/preferences/theme";
import { chooseBlur, chooseSingleKeys, chooseTheme } from "./actions";

const HOUR_MS = 3_600_000;
const PROOF_ACTIONS = {
  beginPasskey: beginPasskeyProof,
  finishPasskey: finishPasskeyProof,
  goToOpenId: confirmByOpenId,
};

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const [theme, isBlurred, areSingleKeysOn, frame] = await Promise.all([
    readTheme(),
    readBlur(),
    readSingleKeys(),
    readFrame(),
  ]);
  return (
    <ProofProvider actions={PROOF_ACTIONS} openIdName={environment().openId?.name ?? null}>
      <Shell
        theme={theme}
        chooseTheme={chooseTheme}
        isBlurred={isBlurred}
        chooseBlur={chooseBlur}
        areSingleKeysOn={areSingleKeysOn}
        chooseSingleKeys={chooseSingleKeys}
        health={<IntakeHealth figures={frame?.intake ?? null} now={clock.now()} />}
        views={frame?.views ?? []}
        revision={frame?.revision ?? null}
        who={frame?.who ?? null}
      >
        {children}
      </Shell>
    </ProofProvider>
  );
}

/** Renders the frame even if the database fails: the health figures say so, and the page inside shows its own error. */
async function readFrame() {
  try {
    const { store, person } = await enter("read");
    // Read before the views are counted: what changes meanwhile is then counted again.
    const revision = store.changes.revision();
    const [intake, views] = await Promise.all([
      readIntake(store, clock.now()).catch(() => null),
      countedViews(store, person.id).catch(() => []),
    ]);
    return { intake, views, revision, who: { name: person.name, email: person.email, role: person.role } };
  } catch (fault) {
    unstable_rethrow(fault);
    return null;
  }
}

async function readIntake(store: Store, now: number): Promise<IntakeFigures> {
  const [summary, hours] = await Promise.all([
    store.intake.summary(),
    store.intake.hours(spanStart("24h", now), now + HOUR_MS),
  ]);
  return { ...summary, refused: countMatching(hours, { ...WHOLE_DELIVERY_LOG, outcome: ["refused"] }) };
}
