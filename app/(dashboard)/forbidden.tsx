import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

export default function DashboardForbidden() {
  return (
    <Notice title="You need another role" icon="locked">
      <p>Your role doesn't include this. An admin of your team can change it.</p>
      <ButtonLink href="/connections">Go to connections</ButtonLink>
    </Notice>
  );
}
