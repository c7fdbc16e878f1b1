import type { Instrumentation } from "next";

/** Runs before the first request. The judgement itself is Node's, and this file is compiled for other runtimes too. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { begin } = await import("./instrumentation-node");
  await begin();
}

/** Ties what a page shows of an unexpected error (its digest) to our log and to the request's reference. */
export const onRequestError: Instrumentation.onRequestError = async (error, request) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logRequestError } = await import("./instrumentation-node");
  logRequestError(error, request);
};
