import type { Metadata } from "next";
import { clock } from "@/clock";
import { PublicFrame } from "@/components/reconnect/public-frame";
import { ButtonLink } from "@/components/ui/form/button";
import { STATUS_ACTIVE } from "@/domain/connection/connection";
import {
  parseReconnectReturn,
  type ReconnectReturn,
  type ReturnStanding,
  standingOf,
  stepOfReturn,
} from "@/domain/outreach/reconnect-return";
import { reconnectPath, reconnectReturnPath } from "@/domain/values/query/paths";
import { readSecret } from "@/server/access/secret-cookies";
import { findWay, type Way } from "@/server/reconnect/find-link";
import { publicStore } from "@/server/reconnect/public-store";

export const metadata: Metadata = { title: "Welcome back", robots: { index: false, follow: false } };

/**
 * The page to which OFAuth sends users afterwards. Its parameters are recorded but prove nothing: only the webhook closes the case, and only
 * then the page says so. A cookie of the browser that started identifies the link, so nobody else can record anything.
 */
export default async function ComeBackPage({ searchParams }: PageProps<"/r/back">) {
  const said = parseReconnectReturn(await searchParams);
  const token = await readSecret("reconnect");
  const now = clock.now();
  const store = publicStore();
  const [way, team] = await Promise.all([token ? findWay(token, now) : null, store.teamName()]);
  const step = way && stepOfReturn(said, way.link.connectionId);
  if (way && step) await store.noteStep(way.link.id, { ...step, at: now });
  const standing = standingOf(said, {
    startedFor: way?.link.connectionId ?? null,
    isConnected: way !== null && (await isConnected(way, said)),
  });
  const { title, words, tone, next = [] } = viewOf(standing, said);
  return (
    <PublicFrame team={team} title={title} tone={tone}>
      <p>{words}</p>
      {next.length > 0 ? (
        <p className="flex flex-wrap gap-2">
          {next.map((one, index) => (
            <ButtonLink
              key={one}
              href={one === "check" || token === null ? checkHref(said) : reconnectPath(token)}
              variant={index === 0 ? "primary" : "plain"}
              className="min-h-11"
            >
              {NEXT_WORDS[one]}
            </ButtonLink>
          ))}
        </p>
      ) : null}
    </PublicFrame>
  );
}

/** Returns whether a webhook reported that the connection is back, or that the user has another one instead. */
async function isConnected({ kind, connection }: Way, { connectionId }: ReconnectReturn): Promise<boolean> {
  if (kind === "connected") return true;
  if (connectionId === null || connectionId === connection.id) return false;
  const other = await publicStore().findConnection(connectionId);
  if (other?.status !== STATUS_ACTIVE) return false;
  const { account, user } = connection;
  const isSameAccount = account.id !== null && other.account.id === account.id;
  return isSameAccount || (kind === "gone" && user !== null && other.user === user);
}

/** Returns this page's path without a status, so that checking again records nothing. */
function checkHref({ connectionId }: ReconnectReturn): string {
  return reconnectReturnPath(connectionId === null ? {} : { connection_id: connectionId });
}

const NEXT_WORDS = { check: "Check again", retry: "Try again" } as const;

const CODE_WORDS: Readonly<Record<string, string>> = {
  session_expired: "It took too long, so the session was ended for safety.",
  invalid_credentials: "The password was not right.",
  account_locked: "The account is locked at the moment. Sign in there first, then try again.",
  "2fa_failed": "The code of the second step was not right.",
};

type View = {
  readonly title: string;
  readonly words: string;
  readonly tone: "plain" | "done" | "problem";
  readonly next?: readonly (keyof typeof NEXT_WORDS)[];
};

function viewOf(standing: ReturnStanding, { code }: ReconnectReturn): View {
  switch (standing) {
    case "connected":
      return { title: "You are connected", words: "Everything works again. You can close this page.", tone: "done" };
    case "unconfirmed":
      return {
        title: "Thank you",
        words:
          "We'll confirm as soon as OFAuth reports your account as connected. That usually takes less than a minute. You can close this page, or check again here.",
        tone: "plain",
        next: ["check"],
      };
    case "another_connection":
      return {
        title: "Thank you",
        words:
          "OFAuth says that an account was connected, but not by the connection that this link was for. If you meant to reconnect that one, try again and sign in to the same account as before. Otherwise you can close this page.",
        tone: "plain",
        next: ["check", "retry"],
      };
    case "cancelled":
      return {
        title: "Not connected yet",
        words: "You left before it was done. Nothing was changed.",
        tone: "problem",
        next: ["retry"],
      };
    case "failed":
      return {
        title: "That did not work",
        words: CODE_WORDS[code] ?? "OFAuth could not finish it. Nothing was changed.",
        tone: "problem",
        next: ["retry"],
      };
    case "not_reported":
      return {
        title: "Not confirmed yet",
        words:
          "OFAuth hasn't reported your account as connected yet. If you finished signing in, check again in a minute. If not, try again.",
        tone: "plain",
        next: ["check", "retry"],
      };
    case "unknown":
      return {
        title: "Welcome back",
        words:
          "This browser has no reconnection under way, so we can't say here whether your account is connected. To check, open the link that you were sent.",
        tone: "plain",
      };
  }
}
