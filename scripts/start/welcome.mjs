import { line } from "./say.mjs";

/** The last thing on the screen: where it is, who may sign in, how to stop. */
export async function welcome(world, { took, logs }) {
  const { people } = await (await fetch(`${world.controlUrl}/world`)).json();
  line();
  line(`Sallyport is ready at ${world.consoleUrl} (${took})`);
  line();
  for (const row of table([["sign in as", "password", "code", "roles"], ...people.map(personRow)])) line(`  ${row}`);
  line();
  line(
    `  The world around it   ${world.controlUrl}/world (and what is on the break-glass sheets of Mina, Jae and Ari)`,
  );
  line(`  Logs                  ${logs}`);
  line("  Stop                  Ctrl-C (the data stays; npm start -- --reset starts over)");
}

function personRow({ email, password, code, roles }) {
  return [email, password, code ?? "none", roles.map((role) => role.replace(/^org:/, "")).join(", ") || "none"];
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] + 2))
      .join("")
      .trimEnd(),
  );
}
