import type { Alteration, Finding, Misspelling } from "@/domain/intake/diagnosis";
import type { SecretFlaw } from "@/domain/intake/pasted-request";
import { formatDuration } from "@/domain/values/duration";

export type Words = { readonly title: string; readonly advice: string };

/** Describes each finding of the doctor, and its remedy. */
export function findingWords(finding: Finding): Words {
  switch (finding.kind) {
    case "fits":
      return { title: "The signature fits", advice: "Body, header and secret belong together." };
    case "clock":
      return clockWords(finding.seconds);
    case "no_signature":
      return {
        title: "No signature header came",
        advice:
          "OFAuth signs with OFAuth-Signature, or with svix-id, svix-timestamp and svix-signature. If a proxy stands before Relink, let it pass these headers on; if this was not OFAuth, nothing is wrong.",
      };
    case "incomplete":
      return {
        title: `Missing or misshapen: ${finding.wanting.join(", ")}`,
        advice:
          "A proxy or a test tool has dropped or changed it. All parts of one scheme must arrive as they were sent.",
      };
    case "altered":
      return {
        title: `The body was changed on its way: ${ALTERATION_WORDS[finding.alteration]}`,
        advice:
          "The secret is right. Whatever stands between OFAuth and Relink must pass the body on byte for byte: turn off its parsing, formatting or re-encoding of JSON.",
      };
    case "misspelled":
      return {
        title: `The right signature, but ${MISSPELLING_WORDS[finding.spelling].is}`,
        advice: `The secret and the body are right. The sender must write the signature ${MISSPELLING_WORDS[finding.spelling].mustBe}, as OFAuth does.`,
      };
    case "compressed":
      return {
        title: "The body is compressed, or its headers say so",
        advice:
          "OFAuth signs and sends plain JSON. Turn off compression of requests, and decompression, in whatever stands between OFAuth and Relink.",
      };
    case "other_form":
      return {
        title: `Signed with the right secret, but ${FORM_WORDS[finding.signs]}, written in ${finding.encoding}`,
        advice:
          "The headers are of one scheme and the signature is of another. Use npm run send as a test tool: it signs as OFAuth does.",
      };
    case "wrong_secret":
      return {
        title: "No secret fits",
        advice:
          "Most often the secret of another endpoint or environment: copy the one of this endpoint from the OFAuth dashboard, whole, and set OFAUTH_WEBHOOK_SECRET. While it changes, set both, separated by a comma. Else the body is not the one that was signed.",
      };
    case "no_secret":
      return { title: "No secret to check with", advice: "Set OFAUTH_WEBHOOK_SECRET, or paste one here." };
  }
}

const MISSPELLING_WORDS: Record<Misspelling, { readonly is: string; readonly mustBe: string }> = {
  upper_case: { is: "in capital letters", mustBe: "in lower-case hex digits" },
  base64url: { is: "in base64url", mustBe: "in standard base64, with + and /" },
  padding: { is: "with the wrong padding", mustBe: "in standard base64, padded with =" },
};

const ALTERATION_WORDS: Record<Alteration, string> = {
  compressed: "it was compressed",
  newline_added: "a line break was added at its end",
  newline_lost: "the line break at its end was cut off",
  line_ends: "its line ends were converted",
  mark_added: "a byte order mark was put before it",
  compacted: "its spaces and line breaks were taken out",
  indented: "it was spread out over lines",
  spaced: "the spaces after its commas and colons were taken out",
  escaped: "its escaped characters were written out",
};

const FORM_WORDS = {
  id_time: "over id, time and body",
  time: "over time and body, without an id",
  body: "over the body alone, without a time",
};

/** Describes what is wrong with a pasted secret. */
export const SECRET_FLAW_WORDS: Record<SecretFlaw, string> = {
  blanks: "The secret was pasted with spaces or line breaks, which are no part of it.",
  quotes: "The secret was pasted with quotes, which are no part of it.",
  name: "The secret was pasted with its variable's name, which is no part of it.",
  api_key: "This is an API key, not a signing secret: those begin with whsec_.",
};

function clockWords(seconds: number): Words {
  const apart = formatDuration(Math.abs(seconds) * 1000);
  return seconds > 0
    ? {
        title: `Signed ${apart} before it arrived`,
        advice:
          "The secret is right. Set this machine's clock; if it is right, something held the delivery back, or it was sent again by hand.",
      }
    : {
        title: `Signed ${apart} after it arrived, by the sender's clock`,
        advice: "The secret is right. Set this machine's clock: it is behind.",
      };
}
