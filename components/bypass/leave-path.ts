/** Where a browser puts its break-glass cookie down: for as long as it brings one, Clerk is not asked. @param next a path of ours */
export const leavePath = (next: string): string => `/api/break-glass/leave?next=${encodeURIComponent(next)}`;
