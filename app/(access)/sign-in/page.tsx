import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccessFrame } from "@/components/access/access-frame";
import { PasskeyButton } from "@/components/access/passkey-button";
import { SignInForm } from "@/components/access/sign-in-form";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import { getStore } from "@/db";
import { parsePlace } from "@/domain/access/sign-in";
import { environment } from "@/env";
import { whoAsks } from "@/server/access/enter";
import { openIdProblemWords } from "@/server/access/open-id/open-id-problems";
import { beginPasskeySignIn, finishPasskeySignIn, signIn, signInWithOpenId } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next: wanted, problem } = await searchParams;
  const next = parsePlace(wanted);
  if (await whoAsks()) redirect(next);
  if ((await getStore().people.count()) === 0) return <NotSetUp />;
  const { openId } = environment();
  return (
    <AccessFrame title="Sign in">
      <FormError>{openIdProblemWords(problem)}</FormError>
      {openId ? (
        <>
          <form action={signInWithOpenId}>
            <input type="hidden" name="next" value={next} />
            <Button type="submit" variant="primary" className="min-h-10 w-full">
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
      lead="Nobody can sign in yet. When Relink started, it printed a set-up link on its console: the first to open it becomes the admin."
    >
      <p className="text-ink-soft">
        The link works once, within a day. If it's lost, restart Relink and it prints a new one. Webhooks are accepted
        in the meantime.
      </p>
    </AccessFrame>
  );
}
