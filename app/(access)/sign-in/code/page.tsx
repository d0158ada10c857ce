import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { giveCode } from "@/app/(access)/sign-in/actions";
import { AccessFrame } from "@/components/access/access-frame";
import { CodeForm } from "@/components/access/code-form";
import { Link } from "@/components/ui/link";
import { signInPath } from "@/domain/values/query/paths";
import { readSecret } from "@/server/access/secret-cookies";

export const metadata: Metadata = { title: "Second step" };

export default async function CodePage() {
  if ((await readSecret("challenge")) === null) redirect(signInPath());
  return (
    <AccessFrame title="The second step" lead="Your password is correct. Now enter a code from your phone.">
      <CodeForm action={giveCode} />
      <Link href={signInPath()} className="text-xs text-ink-soft underline hover:text-ink">
        Start again
      </Link>
    </AccessFrame>
  );
}
