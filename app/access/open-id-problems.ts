import { OPEN_ID_PROBLEMS, type OpenIdProblem } from "./open-id";

const WORDS: Readonly<Record<OpenIdProblem, string>> = {
  unreachable: "The single sign-on provider does not answer. Try again later, or sign in another way.",
  cancelled: "The single sign-on was cancelled, or the provider refused it.",
  not_invited: "You have no account here yet. Ask an admin of your team to invite you by your e-mail address.",
  no_email: "The single sign-on provider did not confirm your e-mail address, so we can't tell who you are.",
  other_person: "You signed in at the provider as somebody else. Use the account that you are signed in with here.",
  failed: "The single sign-on did not work: it took too long, or was begun in another browser. Try again.",
};

/** What to say about the problem that an address names; null if it names none. */
export function openIdProblemWords(problem: unknown): string | null {
  const known = OPEN_ID_PROBLEMS.find((one) => one === problem);
  return known ? WORDS[known] : null;
}
