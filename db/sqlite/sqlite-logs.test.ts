import { describeDeliveryLog } from "@/db/conformance/delivery-log.conformance";
import { describeEventLog } from "@/db/conformance/event-log.conformance";
import { describeQuarantine } from "@/db/conformance/quarantine.conformance";
import { describeTestEvents } from "@/db/conformance/test-events.conformance";
import { freshStore } from "@/testing/fresh-store";

describeEventLog("SQLite", freshStore);
describeQuarantine("SQLite", freshStore);
describeTestEvents("SQLite", freshStore);
describeDeliveryLog("SQLite", freshStore);
