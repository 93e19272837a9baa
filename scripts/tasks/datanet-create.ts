import { keccak256 } from "ethers";

import { ACCESS_MODE, type AccessModeName } from "../../sdk/src/access-mode.js";
import { createDatanet } from "../../sdk/src/actions/create-datanet.js";
import { addressOption, optional, required, wordOption } from "./helpers/parse-options.js";
import { MEGABYTE, readInput } from "./helpers/read-file.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"domain" | "metadata" | "uri" | "access" | "reviewPolicy", string | undefined>>;

const ACCESS_NAMES = Object.keys(ACCESS_MODE) as AccessModeName[]; // the literal's own keys

export default runTask<Options>(async (options, { client }) => {
  const domain = required("domain", options.domain);
  const access = wordOption("access", options.access, { allowed: ACCESS_NAMES, otherwise: "open" });
  const reviewPolicy = optional("review-policy", options.reviewPolicy, addressOption);
  const metadata =
    options.metadata === undefined ? undefined : await readInput(options.metadata, { most: 16 * MEGABYTE });

  return createDatanet(await client(), {
    domain,
    access,
    ...(reviewPolicy !== undefined && { reviewPolicy }),
    ...(metadata !== undefined && { metadataHash: keccak256(metadata) }),
    ...(options.uri !== undefined && { uri: options.uri }),
  });
});
