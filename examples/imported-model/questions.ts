import { saltedHash } from "../../engine/src/core/hash/heads.js";
import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { completeRequest, encodeRequest } from "../../engine/src/core/inference/request.js";
import { type Answered, requestHashOf } from "../../engine/src/core/pipeline/attribute-bucket.js";
import type { DemoChain } from "../../scripts/demo/chain.js";
import { closeBucket } from "../../sdk/src/actions/close-bucket.js";
import { pay } from "../../sdk/src/actions/pay.js";
import type { OutsideTrainer } from "./trainer.js";

type Completion = ReturnType<typeof completeRequest> & { readonly prompt: string };

/** The paid answers of a bucket, in the order of its settlements, and the file of their query vectors. */
export type Asked = {
  readonly answered: readonly (Answered & { readonly request: Completion })[];
  readonly queries: string;
};

const PROMPTS = ["The state of the", "function transfer(address", "We must", "require(msg.sender =="];
const ANSWER_BYTES = 64;
/** Token base units: does not divide evenly. */
const FEE = 2_345_678_901_234_567_891n;

/** Each prompt is answered by the outside model and paid for directly; then the bucket closes. */
export async function askAndPay(chain: DemoChain, trainer: OutsideTrainer, modelId: bigint): Promise<Asked> {
  const { payers, host } = chain.cast;
  const asked = PROMPTS.map((prompt, i) => ({
    request: completeRequest({ prompt, maxBytes: ANSWER_BYTES, temperature: [1, 1] }),
    ...{ requestSalt: keccakText(`request ${String(i)}`), responseSalt: keccakText(`response ${String(i)}`), fee: FEE },
  }));
  const plain = asked.map(({ request, requestSalt }, i) => ({
    subject: saltedHash(requestSalt, encodeRequest(request)),
    ...{ prompt: PROMPTS[i]!, maxBytes: ANSWER_BYTES },
  }));
  const { texts, queries } = await trainer.answer(plain);
  const answered = asked.map((each, i) => ({ ...each, answer: new TextEncoder().encode(texts[i]!) }));
  for (const each of answered) {
    const payment = { modelId, payee: host.address, amount: each.fee, requestHash: requestHashOf(each) };
    await pay(chain.as(payers[0]!), payment);
  }
  const client = chain.as(host);
  const { closesAt } = await client.vault.bucketOf(modelId, 0n);
  chain.clock.advance(Number(closesAt) - chain.clock.now);
  await closeBucket(client, { modelId, bucket: 0n });
  return { answered, queries };
}
