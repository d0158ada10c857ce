import { describeAccess } from "@/db/access.conformance";
import { describeLogs } from "@/db/logs.conformance";
import { describeOutreach } from "@/db/outreach.conformance";
import { describeReconnectLinks } from "@/db/reconnect-links.conformance";
import { describeStore } from "@/db/store.conformance";
import { freshStore } from "@/testing/fresh-store";

describeStore("SQLite", freshStore);
describeLogs("SQLite", freshStore);
describeAccess("SQLite", freshStore);
describeOutreach("SQLite", freshStore);
describeReconnectLinks("SQLite", freshStore);
