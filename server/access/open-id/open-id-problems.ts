import { OPEN_ID_PROBLEMS, type OpenIdProblem } from "./open-id-failure";

const WORDS: Readonly<Record<OpenIdProblem, string>> = {
  unreachable: "The single sign-on provider doesn't respond. Try again in a few minutes, or sign in another way.",
  misconfigured:
    "Single sign-on isn't set up correctly; trying again won't help. Tell an admin: the server's log names the cause. Until it is fixed, sign in another way.",
  cancelled:
    "The sign-in was cancelled, or the provider doesn't let you use Relink. Try again, or ask the person who manages the provider to give you access.",
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
  other_person:
    "You signed in at the provider as somebody else. Sign in there with the account that you use here, and try again.",
  not_asked_again:
    "The provider let you in from an earlier sign-in, or doesn't say when you signed in, so nothing is confirmed. Sign out there and try again. If that doesn't help, ask an admin for a link for getting back in: with it you can set a password or a passkey, which confirm here.",
};

/** Returns the sentence for a problem named in a URL, or null if it names none. */
export function openIdProblemWords(problem: unknown): string | null {
  const known = OPEN_ID_PROBLEMS.find((one) => one === problem);
  return known ? WORDS[known] : null;
}
