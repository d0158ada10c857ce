import { describeOutreach } from "@/db/conformance/outreach.conformance";
import { freshStore } from "@/testing/fresh-store";

describeOutreach("SQLite", freshStore);
