/** Classes that dialogs share, whichever Radix primitive they are made of. */
export const DIALOG_OVERLAY = "fixed inset-0 z-50 bg-canvas/75";
export const DIALOG_CONTENT = "fixed inset-0 z-50 bg-surface outline-none";
/** In the middle of the window, and no higher than it. */
export const DIALOG_CENTERED =
  "m-auto h-fit max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] rounded-xl border border-line shadow-2xl";
