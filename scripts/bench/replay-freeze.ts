import { closeDatabases } from "@/lib/core/db";
import { asker, freeze, warmParty } from "./replay-asker";

// A web process that has been up for a while when somebody asks for a replay: PARTY PERSON ROUNDS. It freezes all that is dead of one relying
// party, again and again, and sends how many ms each time took.
const [party = "", personId = "", rounds] = process.argv.slice(2);
const person = asker(personId);
await freeze(person, warmParty, 1_000);
const took: number[] = [];
for (let round = 0; round < Number(rounds); round += 1) {
  const began = performance.now();
  await freeze(person, party, undefined);
  took.push(performance.now() - began);
}
process.send?.(took);
await closeDatabases();
process.disconnect?.();
