import { saltedHash } from "../hash/heads.js";
import type { Hex } from "../hash/hex.js";
import { keccak } from "../hash/keccak.js";
import { answerRequest } from "../inference/answer-request.js";
import { decodeRequest, exchangeOf } from "../inference/request.js";
import { type Adapter, withAdapter } from "../model/adapter.js";
import type { BaseModel } from "../model/base-file.js";
import type { Engine } from "../model/engine.js";
import { queryVector } from "../quantize/query-vector.js";
import type { Retriever } from "../retrieval/retriever.js";
import { vectorRoot } from "../tree/vector-root.js";
import { laneState } from "./lane-state.js";
import { rowResult } from "./results.js";
import { type Trajectory, trajectoryOf } from "./trajectory.js";

/** A request answered again, committed step by step: its bytes, the answer's, the gradient after each window. */
export function queryTrajectory(
  {
    engine,
    base,
    adapter,
    retrieve,
  }: {
    readonly engine: Engine;
    readonly base: BaseModel;
    readonly adapter: Adapter;
    readonly retrieve?: Retriever | undefined;
  },
  {
    request,
    requestSalt,
    responseSalt,
  }: { readonly request: Uint8Array; readonly requestSalt: Hex; readonly responseSalt: Hex },
): Trajectory {
  const asked = decodeRequest(request);
  const answer = withAdapter(engine, base, adapter, (lora) => answerRequest(lora, asked, requestSalt, retrieve));
  const states = [keccak(request), keccak(answer)];
  const { lanes } = queryVector(engine, base, adapter, exchangeOf(asked, answer), (sum) => states.push(laneState(sum)));
  const result = rowResult({
    requestHash: saltedHash(requestSalt, request),
    responseHash: saltedHash(responseSalt, answer),
    queryRoot: vectorRoot(lanes),
  });
  return trajectoryOf(states, result);
}
