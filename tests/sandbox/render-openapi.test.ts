import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OWNER_ID } from "../../sandbox/render/seed/hosted-services";
import { type Contract, locateDescription, readContract } from "./openapi-contract";
import { serviceId, startTestHost, type TestHost } from "./render-harness";

const description = locateDescription("render-2025-09.json");
const IDP = serviceId("identity-provider");

/** The description calls these optional; recorded answers hold null. */
const RECORDED_NULLS = /\.(commit|startedAt|finishedAt|environmentId|status) is null$/;

describe.skipIf(!description.present)(
  `Render's API keeps to its description (skipped without ${description.path})`,
  () => {
    let contract: Contract;
    let host: TestHost;
    beforeAll(async () => {
      contract = readContract(description.path);
      host = await startTestHost();
      const commit = { id: "c".repeat(40), message: "Oops", createdAt: Date.now(), flaw: { status: 500 } };
      host.render.platform.deploy("identity-provider", { commit, secondsAgo: 600 });
      host.render.platform.deploy("identity-provider", { commit: null });
      host.render.platform.suspend("support-desk", "stuck_crashlooping");
    });
    afterAll(() => host.close());

    const query = `resource=${IDP}`;
    test.each([
      ["/services", "/services?limit=100"],
      ["/services/{serviceId}", `/services/${IDP}`],
      ["/services/{serviceId}", `/services/${serviceId("support-desk")}`],
      ["/services/{serviceId}", "/services/srv-nothing"],
      ["/services/{serviceId}/deploys", `/services/${IDP}/deploys?limit=100`],
      ["/services/{serviceId}/instances", `/services/${IDP}/instances`],
      ["/services/{serviceId}/events", `/services/${IDP}/events?startTime=2020-01-01T00:00:00Z&limit=100`],
      ["/metrics/cpu", `/metrics/cpu?${query}`],
      ["/metrics/memory", `/metrics/memory?${query}`],
      ["/metrics/http-latency", `/metrics/http-latency?${query}&quantile=0.95`],
      ["/metrics/http-requests", `/metrics/http-requests?${query}&aggregateBy=statusCode`],
      ["/metrics/instance-count", `/metrics/instance-count?${query}`],
      ["/metrics/cpu", "/metrics/cpu"],
      ["/logs", `/logs?ownerId=${OWNER_ID}&${query}&limit=100`],
      ["/logs", "/logs"],
    ])("GET %s as %s", async (template, path) => {
      const { status, json } = await host.ask(path);
      const broken = contract.violations(`GET ${template}`, status, json).filter((line) => !RECORDED_NULLS.test(line));
      expect(broken).toEqual([]);
    });

    const once = async () => {
      const accounts = serviceId("accounts");
      const { json } = await host.ask<{ deploy: { id: string; status: string } }[]>(`/services/${accounts}/deploys`);
      return { accounts, green: json.find(({ deploy }) => deploy.status === "deactivated")?.deploy.id };
    };
    test("every act is answered as the description says", async () => {
      const { accounts, green } = await once();
      const broken: string[] = [];
      const act = async (template: string, path: string, body?: unknown) => {
        const [method = ""] = template.split(" ");
        const { status, json } = await host.act<{ id?: string }>(`${method} /services/${accounts}${path}`, body);
        const found = contract.violations(template.replace(" ", " /services/{serviceId}"), status, json);
        broken.push(...found.filter((line) => !RECORDED_NULLS.test(line)));
        return json?.id;
      };
      const deploy = await act("POST /deploys", "/deploys", {});
      await act("POST /deploys", "/deploys", {});
      await act("POST /deploys/{deployId}/cancel", `/deploys/${deploy}/cancel`);
      await act("POST /deploys/{deployId}/cancel", `/deploys/${deploy}/cancel`);
      await act("POST /rollback", "/rollback", { deployId: green });
      await act("POST /rollback", "/rollback", { deployId: deploy });
      await act("POST /rollback", "/rollback", { deployId: "dep-nothing" });
      await act("GET /env-vars", "/env-vars");
      await act("PUT /env-vars/{envVarKey}", "/env-vars/PORT", { value: "1" });
      await act("PUT /env-vars/{envVarKey}", "/env-vars/PORT", {});
      await act("GET /env-vars/{envVarKey}", "/env-vars/PORT");
      await act("DELETE /env-vars/{envVarKey}", "/env-vars/PORT");
      await act("DELETE /env-vars/{envVarKey}", "/env-vars/PORT");
      await act("PUT /env-vars", "/env-vars", [{ key: "PORT", value: "1" }]);
      const job = await act("POST /jobs", "/jobs", { startCommand: "ls" });
      await act("POST /jobs", "/jobs", {});
      await act("GET /jobs", "/jobs");
      await act("GET /jobs/{jobId}", `/jobs/${job}`);
      await act("POST /jobs/{jobId}/cancel", `/jobs/${job}/cancel`);
      await act("POST /jobs/{jobId}/cancel", `/jobs/${job}/cancel`);
      await act("POST /restart", "/restart");
      await act("PATCH ", "", { autoDeploy: "no", serviceDetails: { maintenanceMode: { enabled: true, uri: "" } } });
      await act("PATCH ", "", { plan: "pro" });
      await act("POST /suspend", "/suspend");
      await act("POST /deploys", "/deploys", {});
      await act("POST /resume", "/resume");
      await act("GET /instances", "/instances");
      await act("GET /events", "/events?limit=100");
      expect(broken).toEqual([]);
    });

    test("every deploy has a status that the description knows, and an event its id's pattern", async () => {
      const { json } = await host.ask<{ event: { id: string } }[]>(
        `/services/${IDP}/events?startTime=2020-01-01T00:00:00Z`,
      );
      const one = await host.ask(`/events/${json[0]?.event.id}`);
      expect(contract.violations("GET /events/{eventId}", one.status, one.json)).toEqual([]);
      expect(json[0]?.event.id).toMatch(/^evt-[0-9a-z]{20}$/);
    });
  },
);
