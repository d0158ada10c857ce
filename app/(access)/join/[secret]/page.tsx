import type { Metadata } from "next";
import { clock } from "@/clock";
import { AccessFrame } from "@/components/access/access-frame";
import { JoinForm } from "@/components/access/join-form";
import { ButtonLink } from "@/components/ui/form/button";
import { getStore } from "@/db";
import { ROLE_WORDS } from "@/domain/access/role";
import { hashSecret, type OneTimeLink } from "@/domain/access/sign-in";
import { secretIn } from "@/domain/values/link-secret";
import { signInPath } from "@/domain/values/query/paths";
import { join } from "./actions";

export const metadata: Metadata = { title: "Welcome" };

export default async function JoinPage({ params }: PageProps<"/join/[secret]">) {
  const secret = secretIn((await params).secret);
  const { links, people } = getStore();
  // Opening the page does not use the link up: previews and scanners open links too.
  const link = await links.find(hashSecret(secret), clock.now());
  if (!link) return <Gone />;
  const known = link.personId === null ? null : await people.find(link.personId);
  const { title, lead, button } = wordsOf(link);
  return (
    <AccessFrame title={title} lead={lead}>
      <JoinForm
        action={join}
        secret={secret}
        email={known?.email ?? link.email}
        asksName={known === null}
        button={button}
      />
    </AccessFrame>
  );
}

function Gone() {
  return (
    <AccessFrame title="This link no longer works" lead="It was used, withdrawn, or has expired.">
      <p className="text-ink-soft">
        Ask an admin of your team for a new one. A set-up link is printed again when Relink starts and nobody is there
        yet.
      </p>
      <ButtonLink href={signInPath()}>Sign in</ButtonLink>
    </AccessFrame>
  );
}

function wordsOf({ kind, role, madeBy }: OneTimeLink): { title: string; lead: string; button: string } {
  if (kind === "set_up") {
    const lead = "You're the first person here, so you become the admin and decide who else can join.";
    return { title: "Set up Relink", lead, button: "Set up" };
  }
  if (kind === "access") {
    const lead = `${madeBy} made this link for you. A new password lets you in; all your sessions end, and the second step is off until you turn it on again.`;
    return { title: "Get back in", lead, button: "Set the password and sign in" };
  }
  const { label, may } = ROLE_WORDS[role ?? "viewer"];
  return {
    title: "Welcome to Relink",
    lead: `${madeBy} invited you as ${label.toLowerCase()}: ${may}.`,
    button: "Join",
  };
}
