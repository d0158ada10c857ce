import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { whoAsks } from "@/app/access/enter";
import { AccessFrame } from "@/components/access/access-frame";
import { SignInForm } from "@/components/access/sign-in-form";
import { getStore } from "@/db";
import { parsePlace } from "@/domain/sign-in";
import { signIn } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const next = parsePlace((await searchParams).next);
  if (await whoAsks()) redirect(next);
  if ((await getStore().people.count()) === 0) return <NotSetUp />;
  return (
    <AccessFrame title="Sign in">
      <SignInForm action={signIn} next={next} />
      <p className="text-xs text-ink-soft">
        Can't get in? An admin of your team can make you a link, and on the server <code>npm run admin</code> can.
      </p>
    </AccessFrame>
  );
}

function NotSetUp() {
  return (
    <AccessFrame
      title="Almost there"
      lead="Nobody can sign in yet. When Relink started, it printed a set-up link on its console: whoever opens it becomes the admin."
    >
      <p className="text-ink-soft">
        The link is good for a day and for one person. If it is gone, start Relink again and it prints a new one.
        Webhooks are taken in meanwhile.
      </p>
    </AccessFrame>
  );
}
