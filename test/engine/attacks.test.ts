import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import fc from "fast-check";

import { laneCache } from "../../bench/attribution/lab.js";
import { type Bench, bestEarners, harmOf } from "../../bench/attacks/attacks/attack.js";
import { ATTACKS } from "../../bench/attacks/attacks/all-attacks.js";
import { exchangeWords, randomOf } from "../../bench/attacks/attacks/edits.js";
import { craft } from "../../bench/attacks/attacks/paying.js";
import { type Document, honestDocuments, isAttackers, sybil } from "../../bench/attacks/market/documents.js";
import { drawMarket } from "../../bench/attacks/market/draw-market.js";
import { rememberingPool } from "../../bench/attacks/market/remembering-pool.js";
import { type Asked, type TrainedMarket, trainMarket, type Workshop } from "../../bench/attacks/market/train-market.js";
import { trainingSetOf } from "../../bench/attacks/market/training-sets.js";
import { clippedPay, FEE, incomeOf, nettedPay, PART, payOf, SPLIT, sum } from "../../bench/attacks/payout/incomes.js";
import { entriesBy, RULES } from "../../bench/attacks/payout/rules.js";
import { settingsOf } from "../../bench/attacks/settings.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { divideBucket } from "../../engine/src/core/ledger/divide-bucket.js";
import { defaultList } from "../../engine/src/core/ledger/entries.js";
import { mulBpsDown } from "../../engine/src/core/ledger/parts.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { serialPool } from "../../bench/attacks/market/serial-pool.js";

const attackOf = (id: string) => ATTACKS.find((each) => each.id === id)!;

/** A model by its cells' weights alone, each cell of an account of its own unless said otherwise. */
function modelOf(weights: readonly bigint[], accounts = weights.map((_, cell) => `honest ${String(cell)}`)) {
  const cells = weights.map((weight, contribution) => ({ contribution, weight, vectorRoot: ZERO_HASH }));
  const model = { modelId: 0n, contributions: [], cells, defaults: defaultList(weights) } as unknown;
  const owners = accounts.map((account): Document => ({ account, datanet: "speeches", bytes: new Uint8Array() }));
  return { model, owners, weightsByOthers: weights } as Pick<TrainedMarket, "model" | "owners" | "weightsByOthers">;
}

const answers = (...scores: readonly number[][]): Asked[] => scores.map((each) => ({ scores: each, loss: 1 }));

/** Scores by answer and weights by cell, of which one at least is positive. */
const bucket = fc
  .record({ cells: fc.integer({ min: 2, max: 24 }), rows: fc.integer({ min: 1, max: 6 }) })
  .chain(({ cells, rows }) =>
    fc.record({
      scores: fc.array(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: cells, maxLength: cells }), {
        minLength: rows,
        maxLength: rows,
      }),
      weights: fc
        .array(fc.bigInt({ min: 0n, max: 10n ** 6n }), { minLength: cells, maxLength: cells })
        .map(([first, ...rest]) => [first! + 1n, ...rest]),
    }),
  );

describe("the payout rule under attack", () => {
  describe("splitting an account", () => {
    it("earns the same to the base unit, whatever the cells are called", () => {
      fc.assert(
        fc.property(bucket, ({ scores, weights }) => {
          const asked = answers(...scores);
          const one = modelOf(
            weights,
            weights.map((_, cell) => (cell % 2 === 0 ? "attacker" : "honest 1")),
          );
          const many = modelOf(
            weights,
            weights.map((_, cell) => (cell % 2 === 0 ? sybil(cell) : "honest 1")),
          );
          const income = (market: typeof one): bigint =>
            incomeOf(payOf(market, asked), (cell) => isAttackers(market.owners[cell]!.account));
          expect(income(many)).to.equal(income(one));
        }),
      );
    });

    it("pays off where accounts are clipped", () => {
      const model = modelOf([8n, 8n, 1n, 1n, 1n, 1n, 1n, 1n, 1n, 1n, 1n, 1n]);
      const pay = payOf(model, answers(new Array<number>(12).fill(5)));
      const share = (owners: readonly string[]): bigint => {
        const accounts = [...new Set(owners)];
        return incomeOf(clippedPay(pay, { owners, accounts }), (place) => isAttackers(accounts[place]!));
      };
      const others = Array.from({ length: 10 }, (_, i) => `honest ${String(i)}`);
      const [one, two] = [share(["attacker", "attacker", ...others]), share([sybil(1), sybil(2), ...others])];
      expect(one < two).to.equal(true);
    });
  });

  describe("text that does not help its own Datanet", () => {
    it("earns nothing from any answer, however high its scores", () => {
      fc.assert(
        fc.property(bucket, ({ scores, weights }) => {
          const model = modelOf([...weights, 0n]); // the last cell: an outlier, noise, or a contradiction
          const asked = answers(...scores.map((row) => [...row, 2 ** 31 - 1]));
          expect(incomeOf(payOf(model, asked), (cell) => cell === weights.length)).to.equal(0n);
          expect(incomeOf(payOf(model, asked, "every"), (cell) => cell === weights.length) > 0n).to.equal(true);
        }),
      );
    });

    it("pays noise by chance where every positive score is paid, however many weak chunks it is cut into", () => {
      const weights = [...new Array<bigint>(4).fill(100n), ...new Array<bigint>(16).fill(1n)];
      const model = modelOf(weights);
      const row = weights.map((_, cell) => (cell < 4 ? 100 : cell % 2 === 0 ? 20 : -20));
      const noise = (rule: "every" | "protocol"): bigint =>
        incomeOf(payOf(model, answers(row), rule), (cell) => cell >= 4);
      expect(noise("every") * 100n > PART * 25n).to.equal(true);
      expect(noise("protocol") * 100n < PART).to.equal(true);
    });
  });

  describe("paying oneself", () => {
    const ALLOWED_BPS = fc.integer({ min: 30_00, max: 60_00 });

    it("always loses: of a fee no more than the contributors' part comes back, even to whoever has every cell", () => {
      fc.assert(
        fc.property(bucket, ({ scores, weights }) => {
          const back = sum(payOf(modelOf(weights), answers(...scores)).map(sum));
          expect(back).to.equal(PART * BigInt(scores.length));
          expect(back < FEE * BigInt(scores.length)).to.equal(true);
        }),
      );
    });

    it("costs the model's owner with every cell the protocol's and the stakers' cut", () => {
      fc.assert(
        fc.property(fc.bigInt({ min: 10_000n, max: 10n ** 24n }), ALLOWED_BPS, (total, contributorsBps) => {
          const contributors = mulBpsDown(total, contributorsBps);
          const parts = divideBucket({ total, contributors }, { ...SPLIT, contributorsBps });
          expect(contributors + parts.owner).to.equal(total - parts.protocol - parts.stakers);
          expect(contributors + parts.owner < total).to.equal(true);
        }),
      );
    });

    it("moves nobody else's money: crafted answers leave the others' as they are", () => {
      fc.assert(
        fc.property(
          bucket,
          fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 24, maxLength: 24 }),
          (given, more) => {
            const model = modelOf(given.weights);
            const asked = answers(...given.scores);
            const crafted = answers(more.slice(0, given.weights.length));
            expect(payOf(model, [...asked, ...crafted]).slice(0, asked.length)).to.deep.equal(payOf(model, asked));
          },
        ),
      );
    });

    it("would move it where scores are netted over the bucket", () => {
      const model = modelOf([1n, 1n]);
      const asked = answers([100, 100]);
      const crafted = answers([10_000, -10_000]);
      expect(nettedPay(model, asked)).to.deep.equal([PART / 2n, PART / 2n]);
      expect(nettedPay(model, [...asked, ...crafted])).to.deep.equal([2n * PART, 0n]);
    });
  });

  it("sends all of a minority's money where its answers came from; netting sends it elsewhere", () => {
    const model = modelOf([1n, 1n]);
    const [law, code] = [answers([-5, 90])[0]!, answers([100, -50])[0]!];
    expect(payOf(model, [code, code, law])[2]).to.deep.equal([0n, PART]);
    expect(nettedPay(model, [code, code, law])).to.deep.equal([3n * PART, 0n]);
  });

  it("divides every answer's part to the last base unit, under every rule", () => {
    fc.assert(
      fc.property(bucket, fc.constantFrom(...RULES), ({ scores, weights }, rule) => {
        for (const row of payOf(modelOf(weights), answers(...scores), rule)) expect(sum(row)).to.equal(PART);
        const limit = rule === "every" ? weights.length : 16;
        expect(entriesBy(rule, { scores: scores[0]!, weights }).length).to.be.at.most(limit);
      }),
    );
  });
});

describe("a market under attack", function () {
  this.timeout(240_000);
  let folder: string;
  let workshop: Workshop;
  let bench: Bench;
  let trained = 0;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "attacks-bench-"));
    const engine = await loadEngine();
    const pool = rememberingPool(serialPool(engine), {
      lanes: laneCache(folder),
      engine: "test",
      base: "reference",
      onTraining: (_, wasKept) => (trained += wasKept ? 0 : 1),
    });
    workshop = { engine, base: await loadBase(), pool, signal: new AbortController().signal };
    const market = await drawMarket({ contributors: 4, cellsEach: 2, questions: 10, dataSeed: 0 });
    const documents = honestDocuments(market);
    bench = { workshop, market, honest: await trainMarket(workshop, market, { documents, isDeduplicated: true }) };
  });
  after(() => rm(folder, { recursive: true }));

  it("has two cells a contributor, and questions that no cell answers by heart", () => {
    const { market, honest } = bench;
    expect(honest.owners.length).to.equal(10);
    const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
    for (const { exchange } of market.questions) {
      expect(honest.cellTexts.some((cell) => text(cell).includes(text(exchange.answer)))).to.equal(false);
    }
  });

  it("keeps its trainings: a second time none is done, and the model is the same", async () => {
    const { market, honest } = bench;
    const before = trained;
    const again = await trainMarket(workshop, market, { documents: honestDocuments(market), isDeduplicated: true });
    expect(trained).to.equal(before);
    expect(again.model).to.deep.equal(honest.model);
  });

  describe("copying", () => {
    it("trains nothing of a copy, so its account earns nothing and everybody else the same", () => {
      const documents = honestDocuments(bench.market);
      const copies = bestEarners(bench, 2).map((each) => ({ ...each, account: sybil(2) }));
      const cells = (isDeduplicated: boolean, of: readonly Document[]): Uint8Array[] =>
        trainingSetOf(of, { isDeduplicated }).cells.map(({ bytes }) => bytes);
      expect(cells(true, [...documents, ...copies])).to.deep.equal(cells(true, documents));
      expect(cells(false, [...documents, ...copies]).length).to.equal(cells(true, documents).length + 4);
    });

    it("trains less of a light edit than of a heavy one", () => {
      const documents = honestDocuments(bench.market);
      const speech = bench.market.honest[0]!;
      const bytesOf = (oneIn: number): number => {
        const bytes = exchangeWords(speech.bytes, { oneIn, vocabulary: speech.bytes, random: randomOf("test", 0) });
        const attacked = [...documents, { ...speech, account: sybil(2), bytes }];
        const { contributions, cells } = trainingSetOf(attacked, { isDeduplicated: true });
        const own = cells.filter(({ contribution }) => contributions[contribution]!.contributionId === 6n);
        return own.reduce((total, cell) => total + cell.bytes.length, 0);
      };
      expect(bytesOf(60)).to.equal(0);
      expect(bytesOf(4)).to.be.greaterThan(speech.bytes.length / 2);
    });

    it("has an honest counterfactual that differs in nothing but the left-out cells", async () => {
      const { market } = bench;
      const documents = honestDocuments(market);
      const last = documents.length - 1;
      const left = await trainMarket(workshop, market, { documents, isDeduplicated: true, leftOut: [last] });
      const pay = payOf(left, left.asked);
      expect(left.owners).to.deep.equal(bench.honest.owners);
      expect(incomeOf(pay, (cell) => left.owners[cell] === documents[last])).to.equal(0n);
    });
  });

  it("pays garbage only where a chunk of garbage is held out to judge it", async () => {
    const { byRule } = await attackOf("garbage").run(bench);
    expect(byRule!.others.on.part).to.equal(0n);
    expect(byRule!.protocol.on.part > 0n).to.equal(true); // nobody refused it in review
    expect(byRule!.others.honest.part > 0n).to.equal(true);
  });

  it("answers worse after the best document was spoilt and given once more", async () => {
    const { harm } = await attackOf("content-poison").run(bench);
    expect(harm).to.be.greaterThan(0);
    expect(harmOf(bench.honest, bench.honest)).to.equal(0);
  });

  it("lets a payer of crafted questions lose, and one who is washed lose too", async () => {
    expect(craft(bench).length).to.equal(8);
    for (const id of ["crafted", "wash", "wash-owner"]) {
      const { on } = await attackOf(id).run(bench);
      expect(on.part < on.whole, id).to.equal(true);
    }
  });

  it("starts every training in one place, so that a seed chooses an order and nothing else", async () => {
    const { market } = bench;
    const documents = honestDocuments(market).slice(0, 2);
    const distance = async (start: "seed" | "protocol"): Promise<number> => {
      const of = (trainingSeed: number) =>
        trainMarket(workshop, market, { documents, isDeduplicated: true, start, trainingSeed });
      const [one, other] = [(await of(0)).adapter.lanes, (await of(1)).adapter.lanes];
      return Math.sqrt(one.reduce((total, lane, i) => total + (lane - other[i]!) ** 2, 0));
    };
    expect(await distance("protocol")).to.be.lessThan((await distance("seed")) / 4);
  });
});

describe("the markets of a run", () => {
  it("can all be drawn, each contributor with his cells and each question with a source", async () => {
    for (const scope of ["quick", "full"] as const) {
      const { markets, grinding } = settingsOf(scope);
      for (const spec of [...markets, ...grinding]) {
        const market = await drawMarket(spec);
        const { cells } = trainingSetOf(honestDocuments(market), { isDeduplicated: true });
        expect(cells.length).to.equal((spec.contributors + 1) * spec.cellsEach);
        expect(market.questions.length).to.equal(spec.questions);
      }
    }
  });
});

describe("the page of attacks", () => {
  it("has every attack of the table", async () => {
    const page = await readFile("docs/attacks.md", "utf8");
    for (const { title } of ATTACKS) expect(page, title).to.include(`| ${title} `);
  });
});
