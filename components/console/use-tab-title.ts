import { useEffect } from "react";

/** What the browser's tab says while this stands: readable from another tab. */
export function useTabTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
}
