/**
 * What counts as personal: it identifies someone outside the team, or was written about them. Blur hides all of it from anyone
 * who sees a screen (`components/ui/personal/personal.tsx`); if names are hidden from viewers, `masking.ts` removes the fields marked
 * `isMasked`. Not personal are connection ids, event numbers and message ids, which mean something only to people who can sign in
 * to Relink or OFAuth, and names of the team.
 */
export const PERSONAL_FIELDS = {
  /** An account's name, and the initials that stand for its picture. */
  name: { isMasked: true },
  username: { isMasked: true },
  /** The URL of an account's picture. */
  avatar: { isMasked: true },
  /** The account's own id on the platform, which leads to its profile there. */
  accountId: { isMasked: true },
  /** The team's own reference for a user. Viewers keep it, since they need some way to say whom they mean. */
  reference: { isMasked: false },
  /** Notes on cases, and reasons for a snooze or for not contacting a user. */
  note: { isMasked: true },
  /** Templates, and the messages made from them. */
  message: { isMasked: true },
  /** The body of a webhook, understood or not. */
  body: { isMasked: true },
  /** Text that an operator typed to find someone, wherever it is shown again. Nobody else sees it, so it needs no masking. */
  typed: { isMasked: false },
  /** The name of a saved view that searches for words or filters by user. */
  viewName: { isMasked: true },
} as const satisfies Record<string, { readonly isMasked: boolean }>;

export type PersonalField = keyof typeof PERSONAL_FIELDS;

/** The words of a sentence in order, with the personal ones marked. */
export type Phrase = readonly (string | { readonly personal: string })[];
