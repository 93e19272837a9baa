import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { expect } from "chai";
import type { Provider } from "ethers";

import { CONTRACT_KEYS, CONTRACTS } from "../../sdk/src/contracts.js";
import { type Deployment, DeploymentFormatError, parseDeployment } from "../../sdk/src/deployment.js";
import { describeDeployment } from "../../sdk/src/describe-deployment.js";
import {
  deploymentFile,
  loadDeployment,
  MissingDeploymentError,
  saveDeployment,
  StaleDeploymentError,
  WrongChainError,
} from "../../sdk/src/io/deployments.js";
import { rejection } from "../helpers/rejection.js";

const addresses = Object.fromEntries(
  CONTRACT_KEYS.map((key, i) => [CONTRACTS[key].name, `0x${String(i + 1).padStart(40, "0")}`]),
) as Deployment["addresses"];
const deployment = describeDeployment({ chainId: 31337, deployBlock: 3, addresses, arguments: { treasury: "0x01" } });

/** A chain with this id, where these contracts are (or are not). */
function chain(chainId: number, code = "0x01"): Provider {
  const answers = { getNetwork: async () => ({ chainId: BigInt(chainId) }), getCode: async () => code };
  return answers as unknown as Provider; // all that loading asks of a provider
}

describe("deployment files", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), "openledger-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  describe("loadDeployment", () => {
    it("says what to run when there is no file", async () => {
      const error = await rejection(MissingDeploymentError, loadDeployment(chain(31337), directory));
      expect(error.message).to.contain("npx hardhat deploy --network");
    });

    it("refuses a file of another chain", async () => {
      await writeFile(deploymentFile(5, directory), JSON.stringify(deployment));
      await rejection(WrongChainError, loadDeployment(chain(5), directory));
    });

    it("refuses a file made from other contracts", async () => {
      const foreign = { ...deployment, abiHash: `0x${"11".repeat(32)}` };
      await writeFile(deploymentFile(31337, directory), JSON.stringify(foreign));
      await rejection(StaleDeploymentError, loadDeployment(chain(31337), directory));
    });

    it("refuses a file whose contracts a restarted chain has forgotten", async () => {
      await saveDeployment(deployment, directory);
      await rejection(StaleDeploymentError, loadDeployment(chain(31337, "0x"), directory));
    });

    it("refuses a file that is not JSON", async () => {
      await writeFile(deploymentFile(31337, directory), "{ not json");
      await rejection(DeploymentFormatError, loadDeployment(chain(31337), directory));
    });

    it("gives back what saveDeployment wrote, and leaves no other file behind", async () => {
      await saveDeployment(deployment, directory);
      expect(await loadDeployment(chain(31337), directory)).to.deep.equal(deployment);
      expect(await readdir(directory)).to.deep.equal(["31337.json"]);
    });
  });

  describe("parseDeployment", () => {
    const broken: Readonly<Record<string, unknown>> = {
      "a list": [],
      nothing: null,
      "another format": { ...deployment, format: "openledger-deployment-v2" },
      "a text as chain id": { ...deployment, chainId: "31337" },
      "a negative block": { ...deployment, deployBlock: -1 },
      "a missing contract": { ...deployment, addresses: { ...addresses, ScoreProver: undefined } },
      "a wrong checksum": {
        ...deployment,
        addresses: { ...addresses, Staking: "0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266" },
      },
      "no arguments": { ...deployment, arguments: undefined },
      "a short hash": { ...deployment, abiHash: "0x12" },
    };
    for (const [name, value] of Object.entries(broken)) {
      it(`refuses ${name}`, () => {
        expect(() => parseDeployment(value)).to.throw(DeploymentFormatError);
      });
    }
  });
});
