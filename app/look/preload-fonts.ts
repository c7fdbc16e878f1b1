import { preload } from "react-dom";

/** Asks for the one face that every page needs before the stylesheet is read. The address is the stylesheet's own. */
export function preloadFonts(): void {
  const face = new URL("../../node_modules/geist/dist/fonts/geist-sans/Geist-Variable.woff2", import.meta.url);
  preload(face.pathname, { as: "font", type: "font/woff2", crossOrigin: "anonymous" });
}
