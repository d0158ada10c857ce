import type { OfauthTrouble } from "@/domain/outreach/ofauth-trouble";

type TroubleWords = {
  /** After "Failed: ". */
  readonly short: string;
  readonly sentence: string;
  /** What to do about it. */
  readonly remedy: string;
};

/** Explains OFAuth's errors to the team. */
export const OFAUTH_TROUBLE_WORDS: Readonly<Record<OfauthTrouble, TroubleWords>> = {
  key_refused: {
    short: "OFAuth refused our key",
    sentence: "OFAuth refused our key.",
    remedy: "Copy a valid key from the OFAuth dashboard into OFAUTH_API_KEY, and restart Relink.",
  },
  scope_missing: {
    short: "our key lacks the scope LINK",
    sentence: "Our key may not open sessions: it lacks the scope LINK.",
    remedy:
      "Give the key the scope LINK in the OFAuth dashboard, or set one that has it in OFAUTH_API_KEY and restart Relink.",
  },
  connection_unknown: {
    short: "OFAuth doesn't know this connection",
    sentence: "OFAuth doesn't know this connection.",
    remedy: "Check that OFAUTH_API_KEY belongs to the environment (live or sandbox) in which the connection was made.",
  },
  request_refused: {
    short: "OFAuth refused the request; check the redirect URI",
    sentence: "OFAuth refused the request. Usually the redirect URI isn't allowed.",
    remedy:
      "Add the redirect address from Settings, Outreach to the Allowed Redirect URIs of your client app at OFAuth, and check OFAUTH_CLIENT_APP_ID.",
  },
  no_hosted_page: {
    short: "OFAuth gave no sign-in page",
    sentence: "OFAuth answered without the address of a sign-in page.",
    remedy: "Use a client app in hosted mode: set it in OFAUTH_CLIENT_APP_ID, and check OFAUTH_API_URL.",
  },
  wrong_address: {
    short: "OFAuth's address is wrong",
    sentence: "There is no OFAuth API at the configured address.",
    remedy: "Correct OFAUTH_API_URL, or remove it to use the default, and restart Relink.",
  },
  slow_down: {
    short: "OFAuth limited our requests",
    sentence: "OFAuth is limiting our requests.",
    remedy: "Wait a few minutes. If it continues, ask OFAuth for a higher limit.",
  },
  down: {
    short: "OFAuth had trouble of its own",
    sentence: "OFAuth isn't working at the moment.",
    remedy: "Nothing to do here: users can try again later. If it continues, check OFAuth's status page.",
  },
  unreachable: {
    short: "OFAuth couldn't be reached",
    sentence: "OFAuth can't be reached from this server.",
    remedy: "Check that the server may connect to OFAUTH_API_URL, and that the address is right.",
  },
  busy: {
    short: "too many sessions were being opened at once",
    sentence: "Too many sessions were being opened at once.",
    remedy: "Nothing to do: users can try again in a minute.",
  },
  other: {
    short: "OFAuth refused",
    sentence: "OFAuth refused, with an answer that Relink doesn't know.",
    remedy: "Look up the code in OFAuth's documentation.",
  },
};
