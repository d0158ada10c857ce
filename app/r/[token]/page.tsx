import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { clock } from "@/clock";
import { PublicFrame } from "@/components/reconnect/public-frame";
import { StartForm } from "@/components/reconnect/start-form";
import { PERSONAL } from "@/components/ui/personal/personal";
import { RECONNECT_TOKEN, secretIn } from "@/domain/values/link-secret";
import { environment } from "@/env";
import { findWay, type Way } from "@/server/reconnect/find-link";
import { publicStore } from "@/server/reconnect/public-store";
import { startReconnection } from "./actions";

export const metadata: Metadata = { title: "Reconnect your account", robots: { index: false, follow: false } };

export default async function ReconnectPage({ params }: PageProps<"/r/[token]">) {
  const token = secretIn((await params).token, RECONNECT_TOKEN);
  const now = clock.now();
  const store = publicStore();
  const [way, team] = await Promise.all([findWay(token, now), store.teamName()]);
  if (!way) notFound();
  if (way.kind === "connected") {
    return (
      <PublicFrame team={team} title="You are connected" tone="done">
        <p>There's nothing to do. You can close this page.</p>
      </PublicFrame>
    );
  }
  if (await isOpenedByPerson()) {
    await store.noteStep(way.link.id, { at: now, progress: "opened", detail: "", connectionId: null });
  }
  const { title, lead, button } = wordsOf(way, team);
  return (
    <PublicFrame team={team} title={title}>
      <p>{lead}</p>
      <ol className="grid list-decimal gap-1.5 pl-5 marker:text-ink-faint">
        <li>You go on to OFAuth, the service that keeps the connection.</li>
        <li>
          There you sign in
          {way.connection.account.username ? (
            <>
              {" "}
              with your account{" "}
              <b {...PERSONAL} className="font-medium text-ink">
                @{way.connection.account.username}
              </b>
            </>
          ) : null}
          , and confirm what you allow.
        </li>
        <li>You come back here. It takes about a minute.</li>
      </ol>
      {environment().ofauth ? (
        <StartForm action={startReconnection} token={token} button={button} />
      ) : (
        <p className="rounded-lg bg-warn-soft px-4 py-3 text-warn">
          This does not work yet. Please try again later, or ask who sent you this link.
        </p>
      )}
    </PublicFrame>
  );
}

function wordsOf(way: Way, team: string): { title: string; lead: string; button: string } {
  const who = team === "" ? "The team that sent you this link" : team;
  if (way.kind === "gone") {
    const lead = `Your former connection was removed, and can't be restored. With a new one, ${who} can work for you again.`;
    return { title: "Connect your account again", lead, button: "Make a new connection" };
  }
  const lead = `The connection of your account has expired, so ${who} can't work for you at the moment. Nothing is lost: signing in once more restores it.`;
  return { title: "Reconnect your account", lead, button: "Reconnect" };
}

/**
 * Chat previews and mail scanners fetch the page too. Only browsers report that somebody navigates to it
 * (https://www.w3.org/TR/fetch-metadata/).
 */
async function isOpenedByPerson(): Promise<boolean> {
  const given = await headers();
  return given.get("sec-fetch-mode") === "navigate" && given.get("sec-fetch-dest") === "document" && !isPrefetch(given);
}

function isPrefetch(given: Headers): boolean {
  return (given.get("sec-purpose") ?? given.get("purpose") ?? "").includes("prefetch");
}
