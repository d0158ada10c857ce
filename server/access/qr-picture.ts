import { encode } from "uqr";
import type { QrPicture } from "@/domain/access/qr-picture";

/** Draws a text as a QR code, as a single SVG path. */
export function qrPicture(text: string): QrPicture {
  const { data, size } = encode(text, { border: 1 });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: squares.join("") };
}
