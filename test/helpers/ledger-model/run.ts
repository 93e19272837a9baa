import { AssertionError } from "chai";

import { choose, waited, type Wish } from "../../model/choose.js";
import { Refusal } from "../../model/refusal.js";
import { type Action, apply } from "../../model/rules.js";
import type { State } from "../../model/state.js";
import { time } from "../chain.js";
import { act } from "./act.js";
import { refusalOf } from "./refusal-of.js";
import { differences } from "./see.js";
import type { Stage } from "./stage.js";

/** How often each action was done, and how often it was refused and why. */
export type Tally = Map<string, number>;

const text = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? `${String(each)}n` : each));

/**
 * Does an action on the model and on the chain, in a block one second after the state's. Both must refuse it for the same reason, or end
 * in the same state, which is returned.
 * @throws AssertionError what differs.
 */
export async function doBoth(stage: Stage, before: State, action: Action, tally: Tally): Promise<State> {
  const state = { ...before, now: before.now + 1n };
  const after = apply(state, action);
  await time.setNextBlockTimestamp(state.now);
  const refused = await refusalOf(stage, act(stage, action, state));

  const expected = after instanceof Refusal ? after.name : undefined;
  const outcome = `${action.kind} ${expected ?? "done"}`;
  tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
  if (refused !== expected) throw new AssertionError(`model: ${expected ?? "done"}, chain: ${refused ?? "done"}`);
  if (after instanceof Refusal) return state; // a transaction that reverts leaves nothing: the next comparison would show it
  const differing = await differences(stage, after);
  if (differing.length > 0) throw new AssertionError(differing.map(text).join("\n"));
  return after;
}

/** Fulfils wishes one after the other. What differs is reported with the actions that led to it. */
export async function fulfil(stage: Stage, wishes: readonly Wish[], tally: Tally): Promise<void> {
  const done: string[] = [];
  let { state } = stage;
  for (const wish of wishes) {
    const { kind } = wish;
    if (kind === "wait") {
      state = { ...state, now: waited(state, wish) };
      done.push(`wait until ${String(state.now)}`);
      continue;
    }
    const action = choose(state, { ...wish, kind });
    if (action === undefined) continue;
    done.push(text(action));
    try {
      state = await doBoth(stage, state, action, tally);
    } catch (error) {
      throw new Error(`after\n${done.join("\n")}\n${String(error)}`, { cause: error });
    }
  }
}
