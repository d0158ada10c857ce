"use client";

import { Ellipsis, KeyRound, LogIn, ShieldCheck } from "lucide-react";
import { useActionState } from "react";
import { ProofPanel } from "@/components/access/proof-panel";
import type { AccountAction } from "@/components/account/account-state";
import { Button } from "@/components/ui/form/button";
import { ConfirmDialog } from "@/components/ui/form/confirm-dialog";
import { FormError } from "@/components/ui/form/form-error";
import { RelativeTime } from "@/components/ui/live/relative-time";
import type { Person } from "@/domain/access/person";
import { ROLE_WORDS, ROLES } from "@/domain/access/role";
import type { LinkAction } from "./invite-form";
import { MadeLink } from "./made-link";

export type PersonActions = {
  readonly changeRole: AccountAction;
  readonly remove: AccountAction;
  readonly makeAccessLink: LinkAction;
  readonly unlinkSingleSignOn: AccountAction;
  readonly endSessions: AccountAction;
};

/** A person of the team, and what an admin can change about them. */
export function PersonRow({
  person,
  self,
  tokens,
  actions,
  now,
}: {
  person: Person;
  /** The signed-in person. */
  self: Pick<Person, "id">;
  /** The number of their API tokens. */
  tokens: number;
  actions: PersonActions;
  now: number;
}) {
  const [roleState, changeRole, isChanging] = useActionState(actions.changeRole, null);
  const [removeState, remove, isRemoving] = useActionState(actions.remove, null);
  const [linkState, makeLink, isMaking] = useActionState(actions.makeAccessLink, null);
  const [unlinkState, unlink, isUnlinking] = useActionState(actions.unlinkSingleSignOn, null);
  const [endState, endSessions] = useActionState(actions.endSessions, null);
  // While one act waits for a proof, no other can start: the proof would be taken for the other act.
  const asking = [
    { state: roleState, submit: changeRole, isPending: isChanging, act: `change the role of ${person.name}` },
    { state: removeState, submit: remove, isPending: isRemoving, act: `remove ${person.name}` },
    { state: linkState, submit: makeLink, isPending: isMaking, act: `make a link for ${person.name}` },
    { state: unlinkState, submit: unlink, isPending: isUnlinking, act: `unlink ${person.name}’s single sign-on` },
  ].flatMap(({ state, ...rest }) => (state && "confirm" in state ? [{ ...state, ...rest }] : []))[0];
  const problem = [roleState, removeState, endState, linkState, unlinkState].find(
    (state) => state && "problem" in state,
  );
  return (
    <li className="grid gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-48 flex-1">
          <p className="truncate font-medium">
            {person.name}{" "}
            {person.id === self.id ? <span className="text-xs font-normal text-ink-soft">(you)</span> : null}
          </p>
          <p className="truncate text-xs text-ink-soft">
            {person.email} ·{" "}
            {person.seenAt === null ? (
              "never here"
            ) : (
              <>
                here <RelativeTime at={person.seenAt} now={now} />
              </>
            )}
          </p>
        </div>
        <ul className="flex gap-2 text-xs text-ink-soft">
          {person.hasTwoStep ? (
            <li className="flex items-center gap-1">
              <ShieldCheck aria-hidden className="size-3.5 text-ok" /> second step
            </li>
          ) : null}
          {person.passkeys > 0 ? (
            <li className="flex items-center gap-1">
              <KeyRound aria-hidden className="size-3.5 text-ok" /> passkey
            </li>
          ) : null}
          {person.hasSingleSignOn ? (
            <li className="flex items-center gap-1">
              <LogIn aria-hidden className="size-3.5 text-ok" /> single sign-on
            </li>
          ) : null}
        </ul>
        {asking ? null : (
          <>
            <form action={changeRole} className="flex items-center gap-1.5">
              <input type="hidden" name="person" value={person.id} />
              <select
                key={person.role}
                name="role"
                aria-label={`Role of ${person.name}`}
                defaultValue={person.role}
                className="min-h-8 rounded-md border border-line-strong/60 bg-surface px-2"
              >
                {ROLES.map((role) => (
                  <option key={role} value={role}>
                    {ROLE_WORDS[role].label}
                  </option>
                ))}
              </select>
              <Button type="submit" disabled={isChanging} aria-label={`Change the role of ${person.name}`}>
                Change
              </Button>
            </form>
            <details className="relative">
              <summary
                className="icon-button grid size-8 list-none place-items-center"
                aria-label={`More about ${person.name}`}
              >
                <Ellipsis aria-hidden className="size-4" />
              </summary>
              <div className="absolute right-0 z-30 grid w-64 gap-1 rounded-lg border border-line bg-surface p-1.5 shadow-lg">
                <form action={makeLink} className="grid gap-1.5 border-b border-line p-1.5">
                  <input type="hidden" name="person" value={person.id} />
                  <Button type="submit" variant="quiet" className="justify-start">
                    Make a link to get back in
                  </Button>
                </form>
                {person.hasSingleSignOn ? (
                  <ConfirmDialog
                    submit={unlink}
                    fields={{ person: person.id }}
                    variant="quiet"
                    className="justify-start"
                    label="Unlink single sign-on"
                    title={`Unlink ${person.name}’s single sign-on?`}
                    confirmLabel="Unlink it"
                  >
                    Their sessions that began with it end at once. The next account at the provider with their confirmed
                    address signs them in.
                  </ConfirmDialog>
                ) : null}
                <ConfirmDialog
                  submit={endSessions}
                  fields={{ person: person.id }}
                  variant="quiet"
                  className="justify-start"
                  label="End all sessions"
                  title={`End all sessions of ${person.name}?`}
                  confirmLabel="End the sessions"
                >
                  {person.id === self.id
                    ? "Every browser but this one is signed out at once."
                    : "They are signed out everywhere at once, and can sign in again."}
                </ConfirmDialog>
                <ConfirmDialog
                  submit={remove}
                  fields={{ person: person.id }}
                  variant="quiet"
                  className="justify-start text-bad hover:text-bad"
                  label={`Remove ${person.name}`}
                  title={`Remove ${person.name}?`}
                  confirmLabel="Remove the person"
                >
                  Their sessions, passkeys{tokens > 0 ? " and API tokens" : ""} stop working at once. What they did
                  stays in the audit log.
                </ConfirmDialog>
                {tokens > 0 ? (
                  <p className="px-3 pb-1 text-xs text-ink-soft">
                    {tokens === 1 ? "The API token" : `The ${tokens} API tokens`} that {person.name} made{" "}
                    {tokens === 1 ? "goes" : "go"} too.
                  </p>
                ) : null}
              </div>
            </details>
          </>
        )}
      </div>
      {asking ? <ProofPanel {...asking} /> : null}
      <FormError>{problem && "problem" in problem ? problem.problem : null}</FormError>
      {[endState, unlinkState].map((state, index) =>
        state && "done" in state ? (
          <p key={index === 0 ? "ended" : "unlinked"} role="status" className="text-ok">
            {state.done}
          </p>
        ) : null,
      )}
      {linkState && "path" in linkState ? (
        <MadeLink
          path={linkState.path}
          origin={linkState.origin}
          words={`Send this to ${person.email}. It is shown once, and good for a day. It ends their sessions and turns their second step off.`}
        />
      ) : null}
    </li>
  );
}
