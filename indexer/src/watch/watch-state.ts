import { fromJsonBytes, toJsonBytes } from "../../../engine/src/core/json/json-bytes.js";
import {
  hash,
  list,
  literal,
  MalformedDataError,
  type Parser,
  record,
  text,
  uintNumber,
  uintString,
} from "../../../engine/src/core/json/parsers.js";
import type { BlockMark } from "./block-marks.js";
import type { Verdict } from "./verdict.js";

const FORMAT = "openledger-watch-v1";

/** A verdict and the block it may depend on: that of the batch's posting, of the model's beacon. */
export type Kept = Verdict & { readonly id: string; readonly block: number };

/**
 * What a watcher remembers over a restart. All of it can be found out again: without it everything is judged anew.
 * `scope`: deployment and way of looking, since another one's verdicts say nothing here.
 */
export type WatchState = {
  readonly scope: string;
  readonly marks: readonly BlockMark[];
  /** By batch id. */
  readonly batches: readonly Kept[];
  /** By model id. */
  readonly models: readonly Kept[];
  /** Batches whose files were asked for on-chain. */
  readonly demanded: readonly string[];
};

export function emptyState(scope: string): WatchState {
  return { scope, marks: [], batches: [], models: [], demanded: [] };
}

/** Forgets what was found in blocks after `block`. */
export function rewound(state: WatchState, block: number): WatchState {
  const stands = (kept: Kept): boolean => kept.block <= block;
  return {
    ...state,
    marks: state.marks.filter(({ number }) => number <= block),
    batches: state.batches.filter(stands),
    models: state.models.filter(stands),
    demanded: [], // what was asked for may be gone as well; asking twice costs nothing, the contract refuses it
  };
}

export function encodeWatchState({ scope, marks, batches, models, demanded }: WatchState): Uint8Array {
  const plain = ({ id, block, kind, detail }: Kept): Kept => ({ id, block, kind, detail });
  return toJsonBytes({
    format: FORMAT,
    scope,
    marks: marks.map(({ number, hash }) => ({ number, hash })),
    batches: batches.map(plain),
    models: models.map(plain),
    demanded,
  });
}

/** Reads the state of an earlier run. Throws {@link MalformedDataError}. */
export function decodeWatchState(bytes: Uint8Array): WatchState {
  const { scope, marks, batches, models, demanded } = parser(fromJsonBytes(bytes, "watch state"), "watch state");
  return { scope, marks, batches, models, demanded };
}

const KINDS: readonly Verdict["kind"][] = ["right", "refutable", "disputable", "unprovable"];

const kind: Parser<Verdict["kind"]> = (value, path) => {
  const found = KINDS.find((each) => each === value);
  if (found === undefined) throw new MalformedDataError(path, KINDS.join(", "), value);
  return found;
};

const modelName: Parser<string> = (value, path) => String(uintString(256)(value, path));

const kept = (id: Parser<string>): Parser<Kept> => record<Kept>({ id, block: uintNumber(32), kind, detail: text });

const parser = record<WatchState & { readonly format: string }>({
  format: literal(FORMAT),
  scope: text,
  marks: list(record<BlockMark>({ number: uintNumber(32), hash })),
  batches: list(kept(hash)),
  models: list(kept(modelName)),
  demanded: list(hash),
});
