import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <Notice title="There is nothing here" icon="search">
        <p>The address is wrong, or what it led to does not exist.</p>
        <ButtonLink href="/connections">Go to connections</ButtonLink>
      </Notice>
    </main>
  );
}
