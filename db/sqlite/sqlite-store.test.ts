import { describeConnectionSearch } from "@/db/conformance/connection-search.conformance";
import { describeEvents } from "@/db/conformance/events.conformance";
import { describeFold } from "@/db/conformance/fold.conformance";
import { describeReconnectLinks } from "@/db/conformance/reconnect-links.conformance";
import { describeRefusals } from "@/db/conformance/refusals.conformance";
import { describeSavedViews } from "@/db/conformance/saved-views.conformance";
import { describeTimelines } from "@/db/conformance/timelines.conformance";
import { freshStore } from "@/testing/fresh-store";

// One file for each large part of the contract, so that they run at the same time.
describeFold("SQLite", freshStore);
describeEvents("SQLite", freshStore);
describeConnectionSearch("SQLite", freshStore);
describeSavedViews("SQLite", freshStore);
describeTimelines("SQLite", freshStore);
describeRefusals("SQLite", freshStore);
describeReconnectLinks("SQLite", freshStore);
