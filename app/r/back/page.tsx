import type { Metadata } from "next";
import { readSecret } from "@/app/access/secret-cookies";
import { findWay } from "@/app/reconnect/find-link";
import { publicStore } from "@/app/reconnect/public-store";
import { clock } from "@/clock";
import { PublicFrame } from "@/components/reconnect/public-frame";
import { ButtonLink } from "@/components/ui/button";
import { type ComeBack, parseComeBack, stepOfComeBack } from "@/domain/come-back";
import { ANOTHER_CONNECTION } from "@/domain/reconnect-step";

export const metadata: Metadata = { title: "Welcome back", robots: { index: false, follow: false } };

/**
 * Where OFAuth sends users afterwards. What its address says is noted, and proves nothing: only the webhook closes the case.
 * The link is known by a cookie of the browser that started, so nobody else can note anything.
 */
export default async function ComeBackPage({ searchParams }: PageProps<"/r/back">) {
  const said = parseComeBack(await searchParams);
  const token = await readSecret("reconnect");
  const now = clock.now();
  const store = publicStore();
  const [way, team] = await Promise.all([token ? findWay(token, now) : null, store.teamName()]);
  const step = way && stepOfComeBack(said, way.link.connectionId);
  if (way && step) await store.noteStep(way.link.id, { ...step, at: now });
  const { title, words, tone } = wordsOf(said, step?.detail === ANOTHER_CONNECTION);
  return (
    <PublicFrame team={team} title={title} tone={tone}>
      <p>{words}</p>
      {tone === "problem" && token && way && way.kind !== "connected" ? (
        <ButtonLink href={`/r/${token}`} look="primary" className="min-h-11">
          Try again
        </ButtonLink>
      ) : null}
    </PublicFrame>
  );
}

const CODE_WORDS: Readonly<Record<string, string>> = {
  session_expired: "It took too long, so OFAuth ended the session for safety.",
  invalid_credentials: "The password was not right.",
  account_locked: "The account is locked at the moment. Sign in there first, then try again.",
  "2fa_failed": "The code of the second step was not right.",
};

function wordsOf(said: ComeBack, isAnother: boolean): { title: string; words: string; tone: "done" | "problem" } {
  if (said.status === "success" && isAnother) {
    const words =
      "OFAuth says that an account was connected, but not by the connection that this link was for. If you meant to reconnect that one, open the link again and sign in to the same account as before. Else you can close this page.";
    return { title: "Thank you", words, tone: "done" };
  }
  if (said.status === "success") {
    const words = "Thank you. It can take a minute until everything works again. You can close this page.";
    return { title: "You are connected", words, tone: "done" };
  }
  if (said.status === "cancelled") {
    return { title: "Not connected yet", words: "You left before it was done. Nothing was changed.", tone: "problem" };
  }
  if (said.status === "error") {
    const words = CODE_WORDS[said.code] ?? "OFAuth could not finish it. Nothing was changed.";
    return { title: "That did not work", words, tone: "problem" };
  }
  return { title: "Welcome back", words: "You can close this page.", tone: "done" };
}
