import "server-only";
import { lookup as lookUp } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/**
 * Addresses that no neighbour of ours has: where a cloud keeps the machine's own credentials, and those that mean nobody or everybody.
 * Private networks are not among them: hosts put apps there.
 * @source RFC 3927, RFC 4291, RFC 1122; AWS and Alibaba Cloud, instance metadata
 */
const forbidden = new BlockList();
forbidden.addSubnet("169.254.0.0", 16);
forbidden.addSubnet("0.0.0.0", 8);
forbidden.addSubnet("224.0.0.0", 3);
forbidden.addAddress("100.100.100.200");
forbidden.addSubnet("fe80::", 10, "ipv6");
forbidden.addSubnet("ff00::", 8, "ipv6");
forbidden.addAddress("::", "ipv6");
forbidden.addAddress("fd00:ec2::254", "ipv6");

/** Whether an address, as text, is one that nobody calls. A name is not: it is judged by where it leads when it is called. */
export function isForbidden(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, "");
  const family = isIP(address);
  return family !== 0 && forbidden.check(address, family === 6 ? "ipv6" : "ipv4"); // guard: forbidden-address
}

/** Looks a name up for the very connection that is made then: what it means a moment later opens nothing. */
export const lookup: LookupFunction = (hostname, options, done) => {
  lookUp(hostname, { ...options, all: true }, (error, found) => {
    const allowed = error ? [] : found.filter(({ address }) => !isForbidden(address));
    const [first] = allowed;
    if (error || !first) return done(error ?? notThere(hostname), "", 0);
    if (options.all) return done(null, allowed);
    done(null, first.address, first.family);
  });
};

const notThere = (hostname: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${hostname} leads nowhere`), { code: "ENOTFOUND" });
