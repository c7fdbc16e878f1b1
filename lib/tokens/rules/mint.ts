import { randomBytes } from "node:crypto";
import type { Scope } from "../shapes";

const secretBytes = 32;

/** `spr_`, `spo_` or `sps_` by scope, and 256 random bits: a scanner and a person know one by its look. */
export const mintSecret = (scope: Scope): string =>
  `sp${scope.charAt(0)}_${randomBytes(secretBytes).toString("base64url")}`;
