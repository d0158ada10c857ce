import { describeOutreach } from "@/db/outreach.conformance";
import { freshStore } from "@/testing/fresh-store";

describeOutreach("SQLite", freshStore);
