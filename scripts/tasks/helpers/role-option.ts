import { ROLE, type RoleName } from "../../../sdk/src/role.js";
import { wordOption } from "./parse-options.js";

const ROLE_NAMES = Object.keys(ROLE) as RoleName[]; // the literal's own keys

export const roleOption = (value: string | undefined): RoleName => wordOption("role", value, { allowed: ROLE_NAMES });
