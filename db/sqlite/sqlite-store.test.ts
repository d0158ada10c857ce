import { describeReconnectLinks } from "@/db/conformance/reconnect-links.conformance";
import { describeStore } from "@/db/conformance/store.conformance";
import { freshStore } from "@/testing/fresh-store";

// One file for each large part of the contract, so that they run at the same time.
describeStore("SQLite", freshStore);
describeReconnectLinks("SQLite", freshStore);
