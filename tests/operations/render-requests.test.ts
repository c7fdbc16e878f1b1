import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as deploys from "@/lib/connectors/render/deploys";
import * as envKeys from "@/lib/connectors/render/env-keys";
import * as services from "@/lib/connectors/render/hosted-services";
import * as jobs from "@/lib/connectors/render/jobs";
import * as logs from "@/lib/connectors/render/logs";
import * as serviceState from "@/lib/connectors/render/service-state";
import type { Answer } from "@/lib/connectors/request";
import { seconds } from "@/lib/core/duration";
import { locateDescription } from "../sandbox/openapi-contract";
import { readRequestContract, type Sent } from "../sandbox/openapi-requests";
import { control } from "../support/control";
import { deploysOf, hostControl, nobodys, readyService, settledHost } from "../support/host";

const description = locateDescription("render-2025-09.json");
const connectors = { ...deploys, ...envKeys, ...services, ...jobs, ...logs, ...serviceState };

let id = "";
const now = () => new Date().toISOString();
const idOf = (answer: Answer<{ id: string } | null>): string => (answer.ok ? (answer.value?.id ?? "") : "");
/** What a call made, for the one that asks about it. */
const made = { deploy: "", job: "" };
const statusOf = async (status: string): Promise<string> =>
  (await deploysOf(id)).find((each) => each.status === status)?.id ?? "";

/** Every call there is, in an order in which each has something to do. */
const walk: { [name in keyof typeof connectors]?: () => Promise<Answer<unknown>> } = {
  tryHost: () => services.tryHost(seconds(5)),
  readHostedService: () => services.readHostedService(id),
  listInstances: () => services.listInstances(id),
  listHostedEvents: () => services.listHostedEvents(id, now(), 30),
  listHostedDeploys: () => deploys.listHostedDeploys(id, 50),
  readHostedDeploy: async () => deploys.readHostedDeploy(id, await statusOf("live")),
  readServiceState: () => serviceState.readServiceState(id, seconds(5)),
  readLogs: async () => {
    const service = await services.readHostedService(id);
    const ownerId = (service.ok && service.value.ownerId) || "";
    const filters = { level: "error", type: "app", text: "a line" };
    return logs.readLogs({ ownerId, resource: id, from: now(), to: now(), direction: "backward", ...filters });
  },
  listEnvKeys: () => envKeys.listEnvKeys(id),
  putEnvKey: () => envKeys.putEnvKey(id, "WALKED", "by a test"),
  triggerHostedDeploy: async () => {
    const answer = await deploys.triggerHostedDeploy(id);
    made.deploy = idOf(answer);
    return answer;
  },
  cancelHostedDeploy: () => deploys.cancelHostedDeploy(id, made.deploy),
  rollBackTo: async () => deploys.rollBackTo(id, await statusOf("deactivated")),
  createHostedJob: async () => {
    await settledHost(id);
    const answer = await jobs.createHostedJob(id, "true");
    made.job = idOf(answer);
    return answer;
  },
  readHostedJob: () => jobs.readHostedJob(id, made.job),
  listHostedJobs: () => jobs.listHostedJobs(id, 20),
  cancelHostedJob: () => jobs.cancelHostedJob(id, made.job),
  setAutoDeploy: () => services.setAutoDeploy(id, true),
  setMaintenance: () => services.setMaintenance(id, false),
  askOfService: async () => {
    for (const what of ["restart", "suspend"] as const) await services.askOfService(id, what);
    return services.askOfService(id, "resume");
  },
};

describe.skipIf(!description.present)(
  `What the console asks of Render keeps to Render's description (skipped without ${description.path})`,
  () => {
    let since = new Date();
    const answers: [string, boolean][] = [];
    beforeAll(async () => {
      ({ id } = await readyService(nobodys.preview));
      since = new Date();
      for (const [name, call] of Object.entries(walk)) answers.push([name, (await call()).ok]);
    });
    afterAll(async () => {
      await hostControl(`DELETE /render/${nobodys.preview}/env-vars/WALKED`);
      await settledHost(id);
    });

    /** Ours alone, and the worker's: whatever a test asked by itself says so. */
    async function sent(): Promise<Sent[]> {
      const journal = await control.journal({ neighbour: "render", since });
      return journal
        .filter(({ headers }) => headers["user-agent"] === "sallyport")
        .map(({ method, path, headers, body }) => ({
          method,
          path: path.replace(/^\/v1/, ""),
          contentType: headers["content-type"],
          ...(body !== undefined && { body }),
        }));
    }

    it("the walk leaves out no call, and each is answered", () => {
      const calls = Object.entries(connectors).flatMap(([name, each]) => (typeof each === "function" ? [name] : []));
      expect(Object.keys(walk).toSorted()).toEqual(calls.toSorted());
      expect(answers.filter(([, ok]) => !ok)).toEqual([]);
    });

    it("path, method, query and body of every request are as described", async () => {
      const contract = readRequestContract(description.path);
      const all = await sent();
      expect(all.flatMap((each) => contract.violations(each))).toEqual([]);
      const seen = new Set(all.map((each) => contract.templateOf(each)));
      expect(seen.size).toBe(22);
    });

    it.each<[string, Sent, string]>([
      ["an address", { method: "GET", path: "/services/srv-1/deploy" }, "in no description"],
      ["a method", { method: "PUT", path: "/services/srv-1" }, "in no description"],
      ["a filter", { method: "GET", path: "/services/srv-1/deploys?size=3" }, "size is unknown"],
      ["more than a page", { method: "GET", path: "/services/srv-1/deploys?limit=101" }, "limit is 101"],
      ["logs of nobody", { method: "GET", path: "/logs?ownerId=tea-1" }, "resource is missing"],
      ["another day", { method: "GET", path: "/services/srv-1/events?startTime=yesterday" }, "startTime is no instant"],
      ["nothing to deploy", { method: "POST", path: "/services/srv-1/deploys" }, "the body is missing"],
      [
        "a word for a switch",
        {
          method: "PATCH",
          path: "/services/srv-1",
          contentType: "application/json",
          body: '{"autoDeploy":"off","deploy":"auto"}',
        },
        "$.deploy is unknown",
      ],
    ])("%s that nobody described is seen", (_what, wrong, fault) => {
      expect(readRequestContract(description.path).violations(wrong).join("; ")).toContain(fault);
    });
  },
);
