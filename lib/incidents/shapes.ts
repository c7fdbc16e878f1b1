/** How an incident came to be. */
export const incidentOrigins = ["bypass"] as const;
export type IncidentOrigin = (typeof incidentOrigins)[number];

/** What people call an incident. */
export const nameOfIncident = (number: number): string => `INC-${number}`;
