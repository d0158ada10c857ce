import { describeAccess } from "@/db/conformance/access.conformance";
import { freshStore } from "@/testing/fresh-store";

describeAccess("SQLite", freshStore);
