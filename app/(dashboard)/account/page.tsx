import type { Metadata } from "next";
import { chooseSingleKeys } from "@/app/(dashboard)/actions";
import { clock } from "@/clock";
import { ConfirmedAct } from "@/components/access/confirmed-act";
import { NameForm } from "@/components/account/name-form";
import { Passkeys } from "@/components/account/passkeys";
import { PasswordForm } from "@/components/account/password-form";
import { SessionList } from "@/components/account/session-list";
import { SignOut } from "@/components/account/sign-out";
import { TwoStep } from "@/components/account/two-step";
import { SingleKeysSwitch } from "@/components/keyboard/single-keys-switch";
import { Section } from "@/components/ui/section";
import { ROLE_WORDS } from "@/domain/access/role";
import { enter } from "@/server/access/enter";
import { readSingleKeys } from "@/server/preferences/single-keys";
import {
  beginPasskey,
  changeName,
  changePassword,
  endOtherSessions,
  endSession,
  finishPasskey,
  removePasskey,
  signOut,
  turnOffTwoStep,
  turnOnTwoStep,
} from "./actions";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const { store, person, session } = await enter("manage_own_account");
  const now = clock.now();
  const [sessions, passkeys, areSingleKeysOn] = await Promise.all([
    store.sessions.list(person.id, now),
    store.passkeys.list(person.id),
    readSingleKeys(),
  ]);
  const { label, may } = ROLE_WORDS[person.role];
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-8 px-4 py-5 sm:px-6">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h1 className="text-xl font-semibold tracking-tight">Your account</h1>
          <p className="text-ink-soft">
            {label}: {may}.
          </p>
        </div>
        <SignOut action={signOut} />
      </header>
      <Section title="You">
        <NameForm action={changeName} name={person.name} email={person.email} />
      </Section>
      <Section title="Password">
        <PasswordForm action={changePassword} hasPassword={person.hasPassword} />
      </Section>
      <Section title="Second step">
        <TwoStep isOn={person.hasTwoStep} turnOn={turnOnTwoStep} turnOff={turnOffTwoStep} />
      </Section>
      <Section
        title="Passkeys"
        lead="Sign in with your fingerprint, your face or a key: nothing to type, nothing to steal."
      >
        <Passkeys
          passkeys={passkeys}
          actions={{ begin: beginPasskey, finish: finishPasskey }}
          remove={removePasskey}
          now={now}
        />
      </Section>
      <Section title="Sessions" lead="Where you are signed in. A session ends after a week without use.">
        <div className="grid gap-4">
          <SessionList sessions={sessions} current={session.id} end={endSession} now={now} />
          {sessions.length > 1 ? (
            <ConfirmedAct
              action={endOtherSessions}
              label="End all others"
              title="End all your other sessions?"
              confirmLabel="End the other sessions"
            >
              Every browser but this one is signed out at once.
            </ConfirmedAct>
          ) : null}
        </div>
      </Section>
      <Section title="Keyboard">
        <SingleKeysSwitch areSingleKeysOn={areSingleKeysOn} chooseSingleKeys={chooseSingleKeys} />
      </Section>
    </div>
  );
}
