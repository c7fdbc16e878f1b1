"use client";

const soonMs = 200;
const atLatestMs = 2_000;

/** Calls back once the whole page has come and the browser has nothing better to do. @returns how to call it off */
export function whenAtRest(then: () => void): () => void {
  let calledOff = false;
  const go = (): void => {
    if (!calledOff) then();
  };
  const rest = (): void => {
    // Safari has no idle callback.
    if (typeof requestIdleCallback === "function") requestIdleCallback(go, { timeout: atLatestMs });
    else setTimeout(go, soonMs);
  };
  if (document.readyState === "complete") rest();
  else window.addEventListener("load", rest, { once: true });
  return () => {
    calledOff = true;
    window.removeEventListener("load", rest);
  };
}
