import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { readBlur } from "@/server/preferences/blur";
import { readTheme } from "@/server/preferences/theme";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Relink", template: "%s · Relink" },
  description: "The control room for accounts connected through OFAuth.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f5f2" },
    { media: "(prefers-color-scheme: dark)", color: "#121214" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [theme, isBlurred] = await Promise.all([readTheme(), readBlur()]);
  return (
    <html
      lang="en"
      data-theme={theme === "system" ? undefined : theme}
      data-blur={isBlurred ? "" : undefined}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>{children}</body>
    </html>
  );
}
