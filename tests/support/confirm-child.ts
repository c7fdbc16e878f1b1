import { identifyToken } from "@/lib/access/session";
import { confirmRequest } from "@/lib/operations/perform/confirm";

// A console process of its own that confirms one request, so that a test can kill it in the middle: TOKEN REQUEST NONCE REF.
const [token = null, id = "", nonce = "", ref = ""] = process.argv.slice(2);
await confirmRequest(await identifyToken(token), ref, { id, nonce });
process.exit();
