import type { Target } from "./outreach-context";

/** What each form of the dialog gets: which cases it is about, and whom to tell when it is sent. */
export type FormProps = { readonly target: Target; readonly onDone: () => void };
