import { divideBucket } from "../../../engine/src/core/ledger/divide-bucket.js";
import type { Exchange } from "../../../engine/src/core/model/answer-windows.js";
import { isAttackers } from "../market/documents.js";
import { ask, type Asked, type TrainedMarket } from "../market/train-market.js";
import { FEE, incomeOf, nettedPay, PART, payOf, SPLIT } from "../payout/incomes.js";
import type { Attack, Bench, Outcome } from "./attack.js";

/** Questions that a crafting attacker pays for. */
const CRAFTED = 8;
const CRAFTED_BYTES = { prompt: 48, answer: 96, stride: 64 };

/** Who pays himself. What he pays is what he keeps where he does not. */
export const PAYING: readonly Attack[] = [
  {
    id: "wash",
    title: "wash queries",
    what: "he pays for the questions about his own source",
    defence: "only fees are paid out, less a cut (off: as much as is paid is minted for contributors on top)",
    target: { unit: "of what he pays", bound: "below", value: 1 },
    models: 0,
    run: ({ market, honest }) => {
      const own = honest.asked.filter((_, i) => isAttackers(market.questions[i]!.account));
      const { paid, back } = backOf(honest, own);
      const minted = (back * FEE) / PART;
      return Promise.resolve(keeping(paid, { off: back + minted, on: back }));
    },
  },
  {
    id: "wash-owner",
    title: "wash queries by the model's owner",
    what: "the same where the model is his too, so that the owner's part comes back as well",
    defence: "the cut of the protocol and of the stakers (off: none)",
    target: { unit: "of what he pays", bound: "below", value: 1 },
    models: 0,
    run: ({ market, honest }) => {
      const own = honest.asked.filter((_, i) => isAttackers(market.questions[i]!.account));
      const { paid, back } = backOf(honest, own);
      const bucket = { total: paid, contributors: PART * BigInt(own.length) };
      const uncut = divideBucket(bucket, { ...SPLIT, protocolBps: 0, stakersBps: 0 });
      return Promise.resolve(keeping(paid, { off: back + uncut.owner, on: back + divideBucket(bucket, SPLIT).owner }));
    },
  },
  {
    id: "crafted",
    title: "crafted queries",
    what: "he pays for questions made of his own text, the eight that pay him best by the published vectors",
    defence: "each answer's money is divided by itself (off: scores are netted over the bucket)",
    target: { unit: "of what he pays", bound: "below", value: 1 },
    models: 0,
    run: (bench) => {
      const { honest } = bench;
      const crafted = craft(bench);
      const { paid, back } = backOf(honest, crafted);
      const netted = (asked: readonly Asked[]): bigint => incomeOf([nettedPay(honest, asked)], ownCells(honest));
      const gained = netted([...honest.asked, ...crafted]) - netted(honest.asked);
      return Promise.resolve(keeping(paid, { off: gained, on: back }));
    },
  },
];

/** Questions from the attacker's text, those first that pay him most. Whoever has the published vectors can tell. */
export function craft({ workshop, market, honest }: Bench): Asked[] {
  const { prompt, answer, stride } = CRAFTED_BYTES;
  const { bytes } = market.own;
  const exchanges: Exchange[] = [];
  for (let at = 0; at + prompt + answer <= bytes.length; at += stride) {
    exchanges.push({ prompt: bytes.slice(at, at + prompt), answer: bytes.slice(at + prompt, at + prompt + answer) });
  }
  const asked = ask(workshop, honest, exchanges);
  const incomes = asked.map((each) => backOf(honest, [each]).back);
  const order = [...asked.keys()].sort((a, b) =>
    incomes[a] === incomes[b] ? a - b : incomes[a]! < incomes[b]! ? 1 : -1,
  );
  return order.slice(0, CRAFTED).map((place) => asked[place]!);
}

function backOf(honest: TrainedMarket, asked: readonly Asked[]): { readonly paid: bigint; readonly back: bigint } {
  return { paid: FEE * BigInt(asked.length), back: incomeOf(payOf(honest, asked), ownCells(honest)) };
}

function ownCells({ owners }: TrainedMarket): (cell: number) => boolean {
  return (cell) => isAttackers(owners[cell]!.account);
}

function keeping(paid: bigint, { off, on }: { readonly off: bigint; readonly on: bigint }): Outcome {
  const whole = paid;
  return { off: { part: off, whole }, on: { part: on, whole }, honest: { part: paid, whole } };
}
