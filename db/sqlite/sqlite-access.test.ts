import { describeAccess } from "@/db/access.conformance";
import { freshStore } from "@/testing/fresh-store";

describeAccess("SQLite", freshStore);
