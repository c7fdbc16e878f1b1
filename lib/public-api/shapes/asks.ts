import { z } from "zod";
import { usesReport } from "@/lib/app-bypass/shapes";
import { signalReport, signalStates } from "@/lib/signals/shapes";

/** What the public API takes: the routes parse by these shapes, and its description is generated from them. */

/** What an act takes is its own affair: input, reason and incident are judged by the pipeline, which names what is wrong. */
export const askBody = z
  .strictObject({
    operation: z.string().max(80).meta({ description: "Its name, such as `delivery.retry`." }),
    input: z.unknown().meta({ description: 'What that operation takes, such as `{ "id": "88213402" }`.' }),
    reason: z.string().max(2_000).meta({ description: "Why. Whoever proves and approves it reads this." }),
    incident: z.string().max(40).nullish().meta({ description: "The incident that it belongs to, such as `INC-42`." }),
  })
  .meta({ title: "Ask" });

const nonce = z
  .string()
  .max(200)
  .meta({ description: "Of `GET /action_requests/{id}`, once it is `ready`. Good once." });

export const confirmBody = z.strictObject({ action_request_nonce: nonce }).meta({ title: "Confirmation" });

export const retryBody = z
  .strictObject({ action_request_nonce: nonce.optional() })
  .meta({ title: "RetryConfirmation" });

export const signalBody = signalReport
  .extend({
    state: z
      .enum(signalStates)
      .meta({ description: "`cleared` takes back what the same source and reference raised." }),
  })
  .meta({ title: "Signal" });

export const bypassUsesBody = usesReport.meta({
  title: "BypassUses",
  description: "Paths without what follows them, and people as a hash: nothing that tells a secret.",
});

/** What needs no words but its address. */
export const emptyBody = z.strictObject({}).optional().meta({ title: "Nothing" });

export const waitQuery = z.strictObject({
  wait: z.coerce
    .number()
    .int()
    .min(0)
    .max(30)
    .default(0)
    .meta({ description: "Seconds to wait until it may run or is over. No proxy of ours gives up before." }),
});

export const incidentQuery = z.strictObject({
  state: z
    .enum(["all", "open", "resolved"])
    .default("all")
    .meta({ description: "Only what is still open, or only what is over." }),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .optional()
    .meta({ description: "`nextCursor` of the page before." }),
});

export const reportQuery = z.strictObject({
  language: z.enum(["en", "ko"]).default("en").meta({ description: "Of the headings and of the console's own words." }),
});

/** Of reads that take nothing: what is asked of them is refused by its name, too. */
export const noQuery = z.strictObject({});
