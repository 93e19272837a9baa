import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { encodeCellsFile } from "../../engine/src/core/import/cells-file.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { importModel } from "../../engine/src/io/import/import-model.js";
import type { ContentStore } from "../../engine/src/io/store/content-store.js";
import { frozenData } from "../../indexer/src/frozen-data.js";
import type { VersionName } from "../../indexer/src/frozen-version.js";
import { readWorld } from "../../indexer/src/read-world.js";
import type { DemoChain } from "../../scripts/demo/chain.js";
import { registerModel } from "../../sdk/src/actions/register-model.js";

/** What the model is asked; `subject` is the hash that the request is paid under. */
export type PlainRequest = { readonly subject: Hex; readonly prompt: string; readonly maxBytes: number };

const CELL_BYTES = 512;

/** A trainer who uses nothing of OpenLedger's engine: plain scripts that read and write files in a directory. */
export class OutsideTrainer {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** What `model cells`, train.mjs and `model import` do one after the other; waits out the manifest's window. */
  async trainAndRegister(
    chain: DemoChain,
    store: ContentStore,
    versions: readonly VersionName[],
  ): Promise<{ readonly modelId: bigint; readonly cells: number; readonly lanes: number }> {
    const client = chain.as(chain.cast.trainer);
    const world = await readWorld(client);
    const frozen = await frozenData(world, store, { versions, cellBytes: CELL_BYTES });
    await writeFile(
      this.#file("cells.json"),
      encodeCellsFile(frozen.trainingSet, { ...frozen, cellBytes: CELL_BYTES }),
    );
    await this.#script("train.mjs", this.#file("cells.json"), this.#directory);

    const { manifest, defaults, stored } = await importModel(store, {
      responses: this.#file("responses.safetensors"),
      queries: this.#file("queries.safetensors"),
      weights: await readFile(this.#file("weights.safetensors")),
      ...{ lanes: "all", width: "int8" },
      frozen: (claimed) => frozenData(world, store, claimed),
    });
    const { modelId, opensAt } = await registerModel(client, { manifest, defaults, uri: stored.uri });
    chain.clock.advance(Number(opensAt) - chain.clock.now);
    return { modelId, cells: manifest.cellCount, lanes: manifest.lanes };
  }

  /** @returns the answers, and the file of their query vectors. */
  async answer(
    requests: readonly PlainRequest[],
  ): Promise<{ readonly texts: readonly string[]; readonly queries: string }> {
    await writeFile(this.#file("requests.json"), JSON.stringify(requests));
    const answers = await this.#script("answer.mjs", this.#directory, this.#file("requests.json"));
    await writeFile(this.#file("answers.json"), answers);
    return { texts: JSON.parse(answers) as string[], queries: this.#file("answers.safetensors") };
  }

  /** By how much leaving out each cell raises the loss of each answer: a training for every cell. */
  async leaveOneOut(): Promise<readonly (readonly number[])[]> {
    const files = [this.#file("cells.json"), this.#directory, this.#file("requests.json"), this.#file("answers.json")];
    return JSON.parse(await this.#script("leave-one-out.mjs", ...files)) as number[][];
  }

  #file(name: string): string {
    return path.join(this.#directory, name);
  }

  async #script(name: string, ...words: readonly string[]): Promise<string> {
    const script = path.join(import.meta.dirname, name);
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...words], { maxBuffer: 2 ** 26 });
    return stdout;
  }
}
