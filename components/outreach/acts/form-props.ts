import type { Target } from "./outreach-context";

/** The props of each form in the dialog: its cases, and a callback once it is sent. */
export type FormProps = { readonly target: Target; readonly onDone: () => void };
