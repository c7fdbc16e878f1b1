import type { Route } from "../../kernel/routing";
import type { ClerkInstance } from "../instance";
import { instanceRoutes } from "./instance";
import { organizationRoutes } from "./organizations";
import { sessionRoutes } from "./sessions";
import { ticketRoutes } from "./tickets";
import { userRoutes } from "./users";

/** The Backend API: what servers call with the secret key. */
export function backendRoutes(instance: ClerkInstance): Route[] {
  return [
    ...instanceRoutes(instance),
    ...userRoutes(instance),
    ...sessionRoutes(instance),
    ...organizationRoutes(instance),
    ...ticketRoutes(instance),
  ];
}
