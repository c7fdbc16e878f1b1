import type { Kernel } from "../kernel/kernel";
import type { Part } from "../kernel/part";
import { type Answer, serve } from "../kernel/server";
import { createStatusPage, type StatusPage } from "./page";
import { statusPageRoutes } from "./routes";

export type ClerkStatus = Part & { page: StatusPage };

const NOT_FOUND =
  "<!DOCTYPE html><html><head><title>404</title></head><body>This page could not be found.</body></html>";

/** Starts Clerk's status page, which knows nothing of Clerk. */
export async function startClerkStatus(kernel: Kernel, port: number): Promise<ClerkStatus> {
  const page = createStatusPage(kernel.clock);
  const listener = await serve(
    {
      name: "clerk-status",
      contentType: "application/json; charset=utf-8",
      routes: statusPageRoutes(page, `http://127.0.0.1:${port}`),
      notFound: () => html(404, NOT_FOUND),
      failure: (status) => html(status, `<!DOCTYPE html><html><body>${status}</body></html>`),
    },
    port,
    kernel,
  );
  return { page, reset: async () => page.reset(), close: () => listener.close() };
}

function html(status: number, text: string): Answer {
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, text };
}
