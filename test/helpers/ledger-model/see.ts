import type { Interface, Result } from "ethers";

import type { State } from "../../model/state.js";
import { type Shown, type View, viewsOf } from "../../model/views.js";
import { ethers } from "../chain.js";
import { addressOf, idOf, settlementHash } from "./names.js";
import type { Stage } from "./stage.js";

type Difference = { readonly view: string; readonly model: unknown; readonly chain: unknown };

/** Where the contracts do not show what the model says they must. */
export async function differences(stage: Stage, state: State): Promise<Difference[]> {
  const all = await Promise.all(viewsOf(state).map((view) => differencesOf(stage, state, view)));
  return all.flat();
}

async function differencesOf(stage: Stage, state: State, view: View): Promise<Difference[]> {
  const { contract, method, args, shows } = view;
  const name = `${contract}.${method}(${args.join(", ")})`;
  const seen = await read(stage, view);
  const fields = isFields(shows) ? Object.entries(shows) : ([["", shows]] as const);
  const differing: Difference[] = [];
  for (const [field, shown] of fields) {
    const model = await valueOf(stage, state, shown);
    const chain = field === "" ? (seen[0] as unknown) : fieldOf(seen, field);
    if (model !== chain) differing.push({ view: `${name}.${field}`, model, chain });
  }
  return differing;
}

function isFields(shows: View["shows"]): shows is Readonly<Record<string, Shown>> {
  return typeof shows === "object" && !("batch" in shows) && !("settlement" in shows);
}

/** Of the struct that is returned alone, or of the outputs themselves. */
function fieldOf(seen: Result, field: string): unknown {
  const fields = (seen.length === 1 ? seen[0] : seen) as Result;
  return fields.getValue(field);
}

/** Straight to the chain: a sequence asks for thousands of them. */
async function read(stage: Stage, { contract, method, args }: View): Promise<Result> {
  const { target, interface: typed } = stage.world[contract];
  const abi: Interface = typed;
  const words = args.map((arg) => (typeof arg === "string" ? wordOf(stage, arg) : arg));
  const call = { to: target, data: abi.encodeFunctionData(method, words) };
  return abi.decodeFunctionResult(method, (await ethers.provider.send("eth_call", [call, "latest"])) as string);
}

function wordOf(stage: Stage, name: string): string | bigint {
  const [kind, index] = name.split(" ");
  return kind === "contribution" ? stage.contributionIds[Number(index)]! : addressOf(stage, name);
}

async function valueOf(stage: Stage, state: State, shown: Shown): Promise<unknown> {
  if (typeof shown === "number") return BigInt(shown);
  if (typeof shown !== "object") return shown;
  return "batch" in shown ? idOf(stage, state, shown.batch) : settlementHash(stage, shown.settlement);
}
