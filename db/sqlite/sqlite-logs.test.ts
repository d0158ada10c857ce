import { describeLogs } from "@/db/conformance/logs.conformance";
import { freshStore } from "@/testing/fresh-store";

describeLogs("SQLite", freshStore);
