import type { Exchange } from "../kernel/exchange";
import { Refusal } from "../kernel/refusal";
import type { Route } from "../kernel/routing";
import type { Impact } from "./history";
import { isComponent, type Opinion, type StatusPage } from "./page";

const IMPACTS = ["none", "minor", "major", "critical"];

/** What a test may make the page say: `PUT /clerk-status` an opinion, `POST /clerk-status/incidents` an incident, `DELETE` neither. */
export function statusPageControl(page: StatusPage): Route[] {
  return [
    {
      method: "PUT",
      path: "/clerk-status",
      answer(exchange) {
        page.say(readOpinion(exchange));
        return { status: 200, json: page.opinion() };
      },
    },
    {
      method: "POST",
      path: "/clerk-status/incidents",
      answer(exchange) {
        const { name, impact, component, body = "We are investigating." } = exchange.json() as Record<string, unknown>;
        if (typeof name !== "string" || typeof body !== "string") throw invalid("name and body must be texts");
        if (!isComponent(String(component))) throw invalid("component must be one of the page's");
        page.post({ name, impact: readImpact(impact), component: String(component), body });
        return { status: 201, json: { posted: name } };
      },
    },
    {
      method: "DELETE",
      path: "/clerk-status",
      answer() {
        page.reset();
        return { status: 204 };
      },
    },
  ];
}

function readOpinion(exchange: Exchange): Opinion {
  const { indicator, incidentsMissing = false, updatedSecondsAgo = 0 } = exchange.json() as Record<string, unknown>;
  if (typeof incidentsMissing !== "boolean") throw invalid("incidentsMissing must be true or false");
  if (typeof updatedSecondsAgo !== "number" || !(updatedSecondsAgo >= 0))
    throw invalid("updatedSecondsAgo must be a number from 0");
  return { ...(indicator !== undefined && { indicator: readImpact(indicator) }), incidentsMissing, updatedSecondsAgo };
}

function readImpact(value: unknown): Impact {
  if (IMPACTS.includes(String(value))) return value as Impact;
  throw invalid(`impact and indicator must be one of ${IMPACTS.join(", ")}`);
}

const invalid = (sentence: string): Refusal => new Refusal(400, "invalid_status_page", `${sentence}.`);
