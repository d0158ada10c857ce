import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { whoAsks } from "@/app/access/enter";
import { OPEN_ID_PROBLEMS, type OpenIdProblem } from "@/app/access/open-id-failure";
import { AccessFrame } from "@/components/access/access-frame";
import { PasskeyButton } from "@/components/access/passkey-button";
import { SignInForm } from "@/components/access/sign-in-form";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-problem";
import { getStore } from "@/db";
import { parsePlace } from "@/domain/sign-in";
import { environment } from "@/env";
import { beginPasskeySignIn, finishPasskeySignIn, signIn, signInWithOpenId } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

const PROBLEM_WORDS: Readonly<Record<OpenIdProblem, string>> = {
  unreachable: "The single sign-on provider doesn't respond. Try again in a few minutes, or sign in another way.",
  misconfigured:
    "Single sign-on isn't set up correctly; trying again won't help. Tell an admin: the server's log names the cause. Until it is fixed, sign in another way.",
  cancelled:
    "The sign-in was cancelled, or the provider doesn't let you use Relink. Try again, or ask whoever manages the provider to give you access.",
  expired:
    "This sign-in took longer than 10 minutes, was used already, or was started in another tab or browser. Start again here.",
  not_invited: "You have no account here yet. Ask an admin of your team to invite you by your e-mail address.",
  no_email:
    "The single sign-on provider didn't share your e-mail address, so we can't tell who you are. Ask an admin to let the provider share it with Relink.",
  unconfirmed:
    "The single sign-on provider hasn't confirmed your e-mail address. Confirm it there and try again, or ask an admin for an invitation link.",
  confirmation_missing:
    "The single sign-on provider doesn't say whether your e-mail address is confirmed, so nobody new can be let in by theirs. Tell an admin: RELINK_OIDC_TRUST_EMAIL in .env.example is about this.",
  other_identity:
    "Your e-mail address belongs to someone who signs in with another account at the provider, so nobody was signed in. If your account there was replaced, ask an admin to unlink the old one: Settings, People.",
  too_many: "Too many sign-ins were started from your network. Try again in 15 minutes.",
};

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next: wanted, problem } = await searchParams;
  const next = parsePlace(wanted);
  if (await whoAsks()) redirect(next);
  if ((await getStore().people.count()) === 0) return <NotSetUp />;
  const { openId } = environment();
  const openIdProblem = OPEN_ID_PROBLEMS.find((one) => one === problem);
  return (
    <AccessFrame title="Sign in">
      <FormProblem>{openIdProblem ? PROBLEM_WORDS[openIdProblem] : null}</FormProblem>
      {openId ? (
        <>
          <form action={signInWithOpenId}>
            <input type="hidden" name="next" value={next} />
            <Button type="submit" look="primary" className="min-h-10 w-full">
              Continue with {openId.name}
            </Button>
          </form>
          <p aria-hidden className="text-center text-xs text-ink-faint">
            or
          </p>
        </>
      ) : null}
      <SignInForm action={signIn} next={next} isSecond={openId !== null} />
      <PasskeyButton actions={{ begin: beginPasskeySignIn, finish: finishPasskeySignIn }} next={next} />
      <p className="text-xs text-ink-soft">
        Can't get in? An admin of your team can make you a link, and on the server <code>npm run admin</code> can (in a
        deployed folder: <code>node commands/admin.mjs</code>).
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
