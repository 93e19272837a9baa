import { writeFile } from "node:fs/promises";

import { JsonRpcProvider } from "ethers";

import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { type Client, connect } from "../../sdk/src/client.js";
import { loadDeployment } from "../../sdk/src/io/deployments.js";
import { type ParameterName, parameterId } from "../../sdk/src/parameter.js";
import { openTerminal } from "./command-line.js";
import { startNode } from "./local-node.js";
import { type Stage, stageModel } from "./staged-model.js";

/**
 * A local node in a process of its own with a staged model, a terminal on it, and the SDK beside: what a person would not do by the
 * command line, since it would be wrong or take long.
 */
export async function stagedNode(parameters: Partial<Record<ParameterName, bigint>>) {
  const node = await startNode();
  const terminal = await openTerminal(node.url);
  const parameterKeys = Object.keys(parameters).map((name) => Number(parameterId(name as ParameterName)));
  const parameterValues = Object.values(parameters).map((value) => `${String(value)}n`);
  await writeFile(terminal.file("parameters.json"), JSON.stringify({ OpenLedger: { parameterKeys, parameterValues } }));
  await terminal.json("deploy", "--parameters", terminal.file("parameters.json"));
  const provider = new JsonRpcProvider(node.url, undefined, {
    ...{ staticNetwork: true, polling: true, pollingInterval: 10 },
    cacheTimeout: -1, // every look is at the chain of now
  });
  const deployment = await loadDeployment(provider, terminal.file("deployments"));
  const as = async (place: number): Promise<Client> => connect(await provider.getSigner(place), deployment);
  const stage: Stage = {
    chief: await as(0),
    contributors: [await as(1), await as(2)],
    store: new ContentStore(terminal.file("published")),
    pass: async (seconds) => {
      await node.rpc("evm_increaseTime", [seconds]);
      await node.rpc("evm_mine");
    },
    mine: async (blocks) => {
      await node.rpc("hardhat_mine", [`0x${blocks.toString(16)}`]);
    },
  };
  await stageModel(stage);
  return {
    ...{ node, terminal, provider, stage, as },
    close: async (): Promise<void> => {
      provider.destroy();
      await terminal.close();
      await node.stop();
    },
  };
}

export type StagedNode = Awaited<ReturnType<typeof stagedNode>>;
