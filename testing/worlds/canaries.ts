import { PERSONAL_FIELDS, type PersonalField } from "@/domain/values/personal";

/** For each kind of personal data, a word that occurs nowhere else; for names, two. */
export const CANARIES: Readonly<Record<PersonalField, readonly string[]>> = {
  name: ["Zxqvia", "Qyxtha"],
  username: ["zxquser_wren"],
  avatar: ["zxqavatar"],
  accountId: ["zxqaccount9041"],
  reference: ["zxqreference7"],
  note: ["Zxqnote", "Zxqreason", "Zxqsnooze"],
  message: ["Zxqmessage"],
  body: ["Zxqbody"],
  typed: ["zxqtyped"],
  viewName: ["Zxqview"],
};

export const ALL_CANARIES: readonly string[] = Object.values(CANARIES).flat();

/** Words that viewers must not see while names are hidden. */
export const MASKED_CANARIES: readonly string[] = Object.entries(CANARIES).flatMap(([field, words]) =>
  // Safe: the keys are those of the record.
  PERSONAL_FIELDS[field as PersonalField].isMasked ? words : [],
);
