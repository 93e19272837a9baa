import type { ParameterName } from "../../sdk/src/parameter.js";
import type { State } from "./state.js";

/** Within its bounds. Everything begun before keeps what it began with. */
export function setParameter({ parameters }: State, { name, value }: { name: ParameterName; value: bigint }): void {
  parameters[name] = value;
}
