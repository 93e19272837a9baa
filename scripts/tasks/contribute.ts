import { hexlify, randomBytes } from "ethers";

import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { contribute } from "../../sdk/src/actions/contribute.js";
import { hashOption, idOption, required } from "./helpers/parse-options.js";
import { MEGABYTE, readInput } from "./helpers/read-file.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"datanet" | "licence" | "salt", string | undefined>> & {
  readonly file: string;
  readonly published: string;
};

/** The most that one contribution may hold. */
const MAX_BYTES = 16 * MEGABYTE;

export default runTask<Options>(async (options, { client, progress }) => {
  const datanetId = idOption("datanet", options.datanet);
  const licence = required("licence", options.licence);
  const salt = options.salt === undefined ? hexlify(randomBytes(32)) : hashOption("salt", options.salt);
  const bytes = await readInput(options.file, { most: MAX_BYTES });
  const { root, chunks } = chunkContribution(bytes, { maxBytes: MAX_BYTES });
  const chain = await client();

  const { uri, file } = await new ContentStore(options.published).writeData(bytes);
  progress(`${String(bytes.length)} bytes in ${String(chunks.length)} chunks, published as ${file}`);
  const contribution = { datanetId, root, chunkCount: chunks.length, licence, uri };
  return contribute(chain, {
    ...contribution,
    salt,
    onCommitted: () => {
      progress(`Committed. If the reveal is interrupted, run this again with --salt ${salt}`);
    },
  });
});
