import type { Metadata } from "next";
import { clock } from "@/clock";
import { ConfirmedAct } from "@/components/access/confirmed-act";
import { InviteForm } from "@/components/people/invite-form";
import { PersonRow } from "@/components/people/person-row";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { Section } from "@/components/ui/section";
import { ROLE_WORDS } from "@/domain/access/role";
import { enter } from "@/server/access/enter";
import {
  changeRole,
  endSessions,
  invite,
  makeAccessLink,
  removePerson,
  unlinkSingleSignOn,
  withdrawInvitation,
} from "./actions";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const { store, person } = await enter("manage_people");
  const now = clock.now();
  const [people, links, tokens] = await Promise.all([store.people.list(), store.links.list(now), store.tokens.list()]);
  const actions = { changeRole, remove: removePerson, makeAccessLink, unlinkSingleSignOn, endSessions };
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-8 px-4 py-5 sm:px-6">
      <h1 className="sr-only">People</h1>
      <Section
        title="Invite someone"
        lead="They get a link that works once. Relink sends no mail: pass it on yourself."
      >
        <InviteForm action={invite} />
      </Section>
      <section className="grid grid-cols-1 gap-3">
        <h2 className="font-semibold">{people.length === 1 ? "One person" : `${people.length} people`}</h2>
        <Card as="ul" className="grid grid-cols-1 divide-y divide-line">
          {people.map((one) => (
            <PersonRow
              key={one.id}
              person={one}
              self={person}
              tokens={tokens.filter(({ madeBy }) => madeBy === one.email).length}
              actions={actions}
              now={now}
            />
          ))}
        </Card>
      </section>
      {links.length > 0 ? (
        <section className="grid grid-cols-1 gap-3">
          <h2 className="font-semibold">Open links</h2>
          <Card as="ul" className="grid grid-cols-1 divide-y divide-line">
            {links.map((link) => (
              <li key={link.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
                <span className="min-w-48 flex-1 truncate font-medium">{link.email}</span>
                <span className="text-xs text-ink-soft">
                  {link.kind === "access" ? "to get back in" : ROLE_WORDS[link.role ?? "viewer"].label} · by{" "}
                  {link.madeBy} · ends <RelativeTime at={link.expiresAt} now={now} />
                </span>
                <ConfirmedAct
                  action={withdrawInvitation}
                  fields={{ link: link.id }}
                  label="Withdraw"
                  name={`Withdraw the link for ${link.email}`}
                  title={`Withdraw the link for ${link.email}?`}
                  confirmLabel="Withdraw the link"
                >
                  The link stops working at once. To let them in later, make a new one.
                </ConfirmedAct>
              </li>
            ))}
          </Card>
        </section>
      ) : null}
    </div>
  );
}
