import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import { nextHead, saltedHash } from "../../engine/src/core/hash/heads.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { answerRequest } from "../../engine/src/core/inference/answer-request.js";
import { encodeRequest } from "../../engine/src/core/inference/request.js";
import { type Adapter, withAdapter } from "../../engine/src/core/model/adapter.js";
import type { Answered } from "../../engine/src/core/pipeline/attribute-bucket.js";
import { closeBucket } from "../../sdk/src/actions/close-bucket.js";
import { pay } from "../../sdk/src/actions/pay.js";
import { settleVouchers } from "../../sdk/src/actions/settle-vouchers.js";
import { type SignedVoucher, signVoucher } from "../../sdk/src/actions/sign-voucher.js";
import type { DemoChain } from "./chain.js";
import type { Lab } from "./model.js";
import type { Question } from "./questions.js";

/** An answered question, as its host keeps it. */
export type Served = Answered & { readonly question: Question };

/** Answers of one bucket, in the order of its settlements: each list is what one settlement pays. */
export type ServedBucket = readonly (readonly Served[])[];

/** What a payer and the host know of their channel. */
type Channel = {
  cumulativeFee: bigint;
  head: Hex;
  previousResponseHash: Hex;
  /** Answers since the last settlement. */
  unsettled: Served[];
  latest: SignedVoucher | undefined;
};

/** The host's counter: answers questions, takes direct payments and vouchers, settles at the end of a bucket. */
export class Market {
  readonly #chain: DemoChain;
  readonly #lab: Lab;
  readonly #adapter: Adapter;
  readonly #modelId: bigint;
  readonly #channels = new Map<string, Channel>();
  #served = 0;

  constructor(options: { chain: DemoChain; lab: Lab; adapter: Adapter; modelId: bigint }) {
    this.#chain = options.chain;
    this.#lab = options.lab;
    this.#adapter = options.adapter;
    this.#modelId = options.modelId;
  }

  /** Serves the questions, payers taking turns: the first pays each answer directly, the others sign vouchers. Closes the bucket. */
  async serveBucket(
    questions: readonly Question[],
    bucket: bigint,
    onServed: (done: number) => void,
  ): Promise<ServedBucket> {
    const { cast, clock } = this.#chain;
    const settled: Served[][] = [];
    for (const [i, question] of questions.entries()) {
      const payer = cast.payers[i % cast.payers.length]!;
      const served = this.#answer(question);
      if (payer === cast.payers[0]) settled.push([await this.#payDirectly(payer, served)]);
      else await this.#voucher(payer, served);
      onServed(i + 1);
    }
    settled.push(...(await this.#settle()));

    const host = this.#chain.as(cast.host);
    const { closesAt } = await host.vault.bucketOf(this.#modelId, bucket);
    clock.advance(Number(closesAt) - clock.now);
    await closeBucket(host, { modelId: this.#modelId, bucket });
    return settled;
  }

  #answer(question: Question): Served {
    const number = String(this.#served++);
    const requestSalt = keccakText(`request salt ${number}`);
    const { engine, base } = this.#lab;
    const answer = withAdapter(engine, base, this.#adapter, (lora) =>
      answerRequest(lora, question.request, requestSalt),
    );
    const responseSalt = keccakText(`response salt ${number}`);
    return { question, request: question.request, answer, requestSalt, responseSalt, fee: feeOf(this.#served) };
  }

  async #payDirectly(payer: HardhatEthersSigner, served: Served): Promise<Served> {
    const payee = this.#chain.cast.host.address;
    const requestHash = saltedHash(served.requestSalt, encodeRequest(served.request));
    await pay(this.#chain.as(payer), { modelId: this.#modelId, payee, amount: served.fee, requestHash });
    return served;
  }

  /** The payer acknowledges the answer before this one, and everything owed so far. */
  async #voucher(payer: HardhatEthersSigner, served: Served): Promise<void> {
    const channel = this.#channelOf(payer);
    const requestHash = saltedHash(served.requestSalt, encodeRequest(served.request));
    const { fee } = served;
    channel.head = nextHead(channel.head, { requestHash, fee, previousResponseHash: channel.previousResponseHash });
    channel.cumulativeFee += fee;
    channel.previousResponseHash = saltedHash(served.responseSalt, served.answer);
    channel.unsettled.push(served);
    channel.latest = await signVoucher(this.#chain.as(payer), {
      payer: payer.address,
      payee: this.#chain.cast.host.address,
      modelId: this.#modelId,
      cumulativeFee: channel.cumulativeFee,
      head: channel.head,
    });
  }

  async #settle(): Promise<Served[][]> {
    const open = [...this.#channels.values()].filter(({ unsettled }) => unsettled.length > 0);
    await settleVouchers(
      this.#chain.as(this.#chain.cast.host),
      open.map(({ latest }) => latest!),
    );
    return open.map((channel) => channel.unsettled.splice(0));
  }

  #channelOf(payer: HardhatEthersSigner): Channel {
    const known = this.#channels.get(payer.address);
    if (known !== undefined) return known;
    const channel: Channel = {
      cumulativeFee: 0n,
      head: ZERO_HASH,
      previousResponseHash: ZERO_HASH,
      unsettled: [],
      latest: undefined,
    };
    this.#channels.set(payer.address, channel);
    return channel;
  }
}

/** Fees differ from question to question, and do not divide evenly: rounding shall be seen to be exact. Base units. */
function feeOf(number: number): bigint {
  return 2_000_000_000_000_000_000n + BigInt(number) * 123_456_789_012_345_679n;
}
