import { Link } from "@/components/ui/link";
import { ROLE_WORDS, type Role } from "@/domain/access/role";
import { ACCOUNT_PATH } from "@/domain/values/query/paths";

/** The person who is signed in. */
export type Who = { readonly name: string; readonly email: string; readonly role: Role };

/** Shows the signed-in person, with a link to their account. */
export function AccountLink({ who }: { who: Who }) {
  return (
    <Link
      href={ACCOUNT_PATH}
      aria-label={`Your account: ${who.name}, ${ROLE_WORDS[who.role].label}`}
      className="flex min-w-0 items-center gap-2.5 rounded-lg p-1.5 hover:bg-hover"
    >
      <span
        aria-hidden
        className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent uppercase"
      >
        {[...who.name][0]}
      </span>
      <span className="min-w-0 leading-tight max-lg:hidden">
        <span className="block truncate font-medium">{who.name}</span>
        <span className="block truncate text-xs text-ink-faint">{ROLE_WORDS[who.role].label}</span>
      </span>
    </Link>
  );
}
