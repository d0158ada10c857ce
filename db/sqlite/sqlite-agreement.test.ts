import { describeAgreement } from "@/db/agreement.conformance";
import { withStore } from "@/testing/fresh-store";

describeAgreement("SQLite", withStore);
