import { expect, it } from "vitest";
import { later } from "./later";

it("is fetched once, however many ask", async () => {
  let loads = 0;
  const part = later(async () => `part ${++loads}`);
  expect(part.current()).toBeNull();
  expect(await Promise.all([part.fetch(), part.fetch()])).toEqual(["part 1", "part 1"]);
  expect(part.current()).toBe("part 1");
});

it("tells whoever waits, until they leave", async () => {
  const part = later(async () => "part");
  const told: string[] = [];
  part.onFetched(() => told.push("stays"));
  part.onFetched(() => told.push("leaves"))();
  await part.fetch();
  expect(told).toEqual(["stays"]);
});

it("that did not come is fetched again when it is asked for again", async () => {
  let online = false;
  const part = later(() => (online ? Promise.resolve("part") : Promise.reject(new Error("no network"))));
  await expect(part.fetch()).rejects.toThrow("no network");
  expect(part.current()).toBeNull();
  online = true;
  expect(await part.fetch()).toBe("part");
});
