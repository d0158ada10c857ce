import { describeLogs } from "@/db/logs.conformance";
import { freshStore } from "@/testing/fresh-store";

describeLogs("SQLite", freshStore);
