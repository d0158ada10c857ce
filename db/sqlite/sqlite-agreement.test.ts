import { describeAgreement } from "@/db/conformance/agreement.conformance";
import { withStore } from "@/testing/fresh-store";

describeAgreement("SQLite", withStore);
