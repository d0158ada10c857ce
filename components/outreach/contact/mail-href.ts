/** Returns a mailto: link with this subject and text. Line breaks are CR LF (RFC 6068, 5), and a subject has none. */
export function mailHref({ subject, text }: { readonly subject: string; readonly text: string }): string {
  const line = subject.replace(/[\r\n]+/g, " ");
  const lines = text.replace(/\r\n|\r|\n/g, "\r\n");
  return `mailto:?subject=${encodeURIComponent(line)}&body=${encodeURIComponent(lines)}`;
}
