import { abiHash } from "./abi-hash.js";
import { type Deployment, DEPLOYMENT_FORMAT, parseDeployment } from "./deployment.js";

/** The description of contracts that were just deployed, made with the ABIs at hand. Throws {@link DeploymentFormatError}. */
export function describeDeployment(
  deployed: Pick<Deployment, "chainId" | "deployBlock" | "addresses" | "arguments">,
): Deployment {
  return parseDeployment({ format: DEPLOYMENT_FORMAT, ...deployed, abiHash: abiHash() });
}
