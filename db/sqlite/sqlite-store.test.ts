import { describeReconnectLinks } from "@/db/reconnect-links.conformance";
import { describeStore } from "@/db/store.conformance";
import { freshStore } from "@/testing/fresh-store";

// One file for each large part of the contract, so that they run at the same time.
describeStore("SQLite", freshStore);
describeReconnectLinks("SQLite", freshStore);
