import { connect } from "../../sandbox/identity-provider/database/connect";
import { createDispatcher } from "../../sandbox/identity-provider/dispatcher/dispatcher";

// A dispatcher of its own process, to be killed. Arguments: database URL, timeout in milliseconds.
const [databaseUrl = "", timeoutMs = ""] = process.argv.slice(2);
createDispatcher(connect(databaseUrl, 4), { timeoutMs: Number(timeoutMs), passEveryMs: 100 }).start();
