import { X } from "lucide-react";
import { useEffect, useState } from "react";

const SHOWN_MS = 2_500;

type ToastMessage = { readonly text: string; readonly isError: boolean } | null;

type ToastState = {
  readonly message: ToastMessage;
  /** Shows a text that disappears after a while. */
  readonly show: (text: string) => void;
  /** Shows an error until it is dismissed: nobody should have to read it in time. */
  readonly showError: (text: string) => void;
  readonly dismiss: () => void;
};

/** A message at the top of the window, for actions that show no result of their own. */
export function Toast({ toast: { message, dismiss } }: { toast: ToastState }) {
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 top-3 z-50 grid justify-center px-4">
      {message ? (
        <p className="flex items-center gap-2 rounded-md bg-ink px-3 py-2 text-canvas shadow-lg">
          {message.text}
          {message.isError ? (
            <button type="button" onClick={dismiss} className="pointer-events-auto -mr-1 rounded p-1 hover:opacity-75">
              <X aria-hidden className="size-4" />
              <span className="sr-only">Dismiss</span>
            </button>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}

export function useToast(): ToastState {
  const [message, setMessage] = useState<ToastMessage>(null);

  useEffect(() => {
    if (message === null || message.isError) return;
    const timer = setTimeout(() => setMessage(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [message]);

  return {
    message,
    show: (text) => setMessage({ text, isError: false }),
    showError: (text) => setMessage({ text, isError: true }),
    dismiss: () => setMessage(null),
  };
}
