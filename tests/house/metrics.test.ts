import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { metrics } from "@/lib/core/metrics";
import { textOf } from "./tree";

type Documented = { name: string; kind: string; labels: string[] };

/** The rows of the tables of docs/metrics.md. */
const documented: Documented[] = [
  ...textOf("docs/metrics.md").matchAll(/^\| `(sallyport_\w+)` +\| (\w+) +\| (.*?) +\| \S/gm),
].map(([, name = "", kind = "", labels = ""]) => ({
  name,
  kind,
  labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = ""]) => label),
}));

const exposed = async (): Promise<{ name: string; kind: string; labels: string[] }[]> => {
  const { registry } = metrics();
  const all = await registry.getMetricsAsJSON();
  return all.map(({ name, type }) => {
    const { labelNames } = registry.getSingleMetric(name) as unknown as { labelNames: string[] };
    return { name, kind: String(type), labels: [...labelNames] };
  });
};

type Rules = {
  groups: { rules: { alert: string; expr: string; labels: { severity: string }; annotations: object }[] }[];
};
type Panel = { title: string; targets: { expr: string }[] };

const rules = (parse(textOf("ops/alert-rules.yml")) as Rules).groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(textOf("ops/grafana-dashboard.json")) as { panels: Panel[] };
const expressions = [
  ...rules.map(({ alert, expr }) => ({ where: alert, expr })),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ where: title, expr }))),
];

/** What Prometheus itself knows of each target. */
const ofPrometheus = new Set(["up"]);
const fromPrometheus = new Set(["job", "instance"]);

describe("the metrics", () => {
  it("are documented one by one, with their kind and labels, and nothing else is", async () => {
    const byName = (a: Documented, b: Documented) => (a.name < b.name ? -1 : 1);
    expect(documented.length).toBeGreaterThan(30);
    expect(documented.toSorted(byName)).toEqual((await exposed()).toSorted(byName));
  });
});

describe("the dashboard and the alerts", () => {
  it("are there, and ask for something", () => {
    expect([rules.length > 8, panels.length > 8]).toEqual([true, true]);
    expect(expressions.filter(({ expr }) => namesIn(expr).length === 0)).toEqual([]);
  });

  it("name only metrics that are exposed", async () => {
    const all = await exposed();
    const known = new Set([
      ...ofPrometheus,
      ...all.map(({ name }) => name),
      ...all
        .filter(({ kind }) => kind === "histogram")
        .flatMap(({ name }) => [`${name}_sum`, `${name}_count`, `${name}_bucket`]),
    ]);
    const strange = expressions.flatMap(({ where, expr }) =>
      namesIn(expr)
        .filter((name) => !known.has(name))
        .map((name) => `${where}: ${name}`),
    );
    expect(strange).toEqual([]);
  });

  it("ask only for labels that those metrics have", async () => {
    const labels = new Set([...fromPrometheus, ...(await exposed()).flatMap((metric) => metric.labels)]);
    const strange = expressions.flatMap(({ where, expr }) =>
      labelsIn(expr)
        .filter((label) => !labels.has(label))
        .map((label) => `${where}: ${label}`),
    );
    expect(strange).toEqual([]);
  });

  it("tell each alert's reader what it means and what to do, and how urgent it is", () => {
    for (const { alert, labels, annotations } of rules) {
      expect(annotations, alert).toEqual({ summary: expect.any(String), action: expect.any(String) });
      expect(["page", "ticket"], alert).toContain(labels.severity);
    }
  });
});

describe("the reader of expressions", () => {
  it("sees metrics and labels, and takes functions and values for neither", () => {
    const expr = 'sum by (result) (increase(sallyport_a_total{result=~"b|c", job!="d"}[5m])) > 0';
    expect(namesIn(expr)).toEqual(["sallyport_a_total"]);
    expect(labelsIn(expr).sort()).toEqual(["job", "result", "result"]);
  });
});

function namesIn(expr: string): string[] {
  const bare = expr.replaceAll(/"[^"]*"/g, '""').replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, "");
  return [...bare.matchAll(/\b(sallyport_\w+|up)\b/g)].map(([name]) => name);
}

function labelsIn(expr: string): string[] {
  const bare = expr.replaceAll(/"[^"]*"/g, '""');
  const matched = [...bare.matchAll(/\{([^}]*)\}/g)].flatMap(([, inside = ""]) =>
    [...inside.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = ""]) => label),
  );
  const grouped = [...bare.matchAll(/\b(?:by|without)\s*\(([^)]*)\)/g)].flatMap(([, inside = ""]) =>
    inside.split(/[,\s]+/),
  );
  return [...matched, ...grouped.filter(Boolean)];
}
