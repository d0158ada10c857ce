"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const EVERY_MS = 700;

/** Draws the page anew again and again, for as long as it is there. */
export function Refreshing() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), EVERY_MS);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
