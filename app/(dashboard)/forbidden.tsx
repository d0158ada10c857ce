import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

export default function DashboardForbidden() {
  return (
    <Notice title="This takes another role" icon="locked">
      <p>Your role does not reach this far. An admin of your team can change it.</p>
      <ButtonLink href="/connections">Go to connections</ButtonLink>
    </Notice>
  );
}
