import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { answerRequest } from "../../engine/src/core/inference/answer-request.js";
import { exchangeOf, readRequest } from "../../engine/src/core/inference/request.js";
import { type Adapter, withAdapter } from "../../engine/src/core/model/adapter.js";
import { decodeAdapter } from "../../engine/src/core/model/adapter-file.js";
import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import { laneLayout } from "../../engine/src/core/model/layout.js";
import { weighChunks } from "../../engine/src/core/retrieval/weigh-chunks.js";
import { initialLanes } from "../../engine/src/core/train/initial-lanes.js";
import { DEFAULT_RECIPE } from "../../engine/src/core/train/plan.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { publishedModel } from "../../indexer/src/model.js";
import { versionsRetriever } from "../../indexer/src/model-retriever.js";
import type { Published } from "../../indexer/src/published.js";
import { readWorld } from "../../indexer/src/read-world.js";
import type { World } from "../../indexer/src/replay.js";
import { type AskedData, askedData, askedVersions } from "./helpers/asked-versions.js";
import { optional, placeOption, required } from "./helpers/parse-options.js";
import { MEGABYTE, readInput } from "./helpers/read-file.js";
import { requireRunnable } from "./helpers/require-runnable.js";
import { retrievalRecords, retrievalTable } from "./helpers/retrieval-text.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"model" | "datanet" | "prompt" | "answer" | "maxBytes", string | undefined>> & {
  readonly published: string;
};

/** Bytes of an answer that nobody gave. */
const DEFAULT_BYTES = 64;

export default runTask<Options & { readonly json: boolean }>(async (options, { client }) => {
  const asked = askedData(options);
  const text = new TextDecoder().decode(await readInput(required("prompt", options.prompt), { most: MEGABYTE }));
  const given = options.answer === undefined ? undefined : await readInput(options.answer, { most: MEGABYTE });
  const maxBytes = optional("max-bytes", options.maxBytes, placeOption) ?? DEFAULT_BYTES;
  const request = readRequest({ prompt: text, maxBytes, temperature: [0, 1] });

  const world = await readWorld(await client());
  const versions = askedVersions(world, asked);
  const published = new ContentStore(options.published);
  const [engine, base] = [await loadEngine(), await loadBase()];
  const retrieve = await versionsRetriever({ world, published, ...engine }, versions);
  const chunks = retrieve(new TextEncoder().encode(text));

  const adapter = await adapterOf(asked, { world, published, base });
  const { answer, weighed } = withAdapter(engine, base, adapter, (lora) => {
    const answer = given ?? answerRequest(lora, request, ZERO_HASH, retrieve);
    const texts = chunks.map(({ bytes }) => bytes);
    return { answer, weighed: weighChunks(lora, exchangeOf(request, answer), texts) };
  });
  const { utilities } = weighed;
  const shown = { chunks, ...weighed };
  return {
    notice: "What was retrieved, and what it did for the answer: shown, never paid.",
    versions,
    answer: new TextDecoder().decode(answer),
    milliNatsAlone: utilities[0]!,
    milliNatsWithAll: utilities.at(-1)!,
    ...(options.json
      ? { chunks: retrievalRecords(shown), utilities: [...utilities] }
      : { chunks: `\n${retrievalTable(shown)}` }),
  };
});

/** The model's adapter (throws ImportedModelError); for a Datanet an untrained one, which leaves the base model as it is. */
async function adapterOf(
  asked: AskedData,
  { world, published, base }: { readonly world: World; readonly published: Published; readonly base: BaseModel },
): Promise<Adapter> {
  if ("modelId" in asked) {
    const { bundle } = requireRunnable(await publishedModel(world, published, asked.modelId));
    return decodeAdapter(base.config, bundle.adapter);
  }
  const { lora } = DEFAULT_RECIPE;
  return { lora, lanes: initialLanes(laneLayout(base.config, lora)) };
}
