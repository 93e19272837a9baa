import { isPlainObject } from "../../engine/src/core/json/parsers.js";
import { encodeServiceMetadata } from "../../engine/src/core/sealed/service-metadata.js";
import { sealingKey } from "../../engine/src/core/sealed/wrapping-key.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { describeService } from "../../sdk/src/actions/describe-service.js";
import { required } from "./helpers/parse-options.js";
import { BadFileError } from "./helpers/read-file.js";
import { readJson } from "./helpers/read-json.js";
import { roleOption } from "./helpers/role-option.js";
import { runTask } from "./helpers/run-task.js";
import { ownSecret } from "./helpers/sealing-secret.js";

type Options = Readonly<Record<"role" | "endpoint" | "metadata" | "sealingKey", string | undefined>> & {
  readonly published: string;
};

export default runTask<Options>(async (options, { client, progress }) => {
  const role = roleOption(options.role);
  const endpoint = required("endpoint", options.endpoint);
  const said = options.metadata === undefined ? {} : await readObject(options.metadata);
  const chain = await client();
  const secret = options.sealingKey === undefined ? undefined : await ownSecret(options.sealingKey, progress);
  const document = encodeServiceMetadata(said, secret && sealingKey(secret));
  const { hash, file } = await new ContentStore(options.published).writeMetadata(document);
  return { ...(await describeService(chain, { role, endpoint, metadataHash: hash })), file };
});

async function readObject(file: string): Promise<object> {
  const said = await readJson(file);
  if (!isPlainObject(said)) throw new BadFileError(file, "a JSON object");
  return said;
}
