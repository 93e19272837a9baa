import { expect } from "chai";
import fc from "fast-check";

import { saltedHash } from "../../engine/src/core/hash/heads.js";
import { answerRequest } from "../../engine/src/core/inference/answer-request.js";
import { chooseRequest, completeRequest, encodeRequest, readRequest } from "../../engine/src/core/inference/request.js";
import { type Adapter, withAdapter } from "../../engine/src/core/model/adapter.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { generate } from "../../engine/src/core/model/generate.js";
import type { Lora } from "../../engine/src/core/model/lora.js";
import { nextLogits } from "../../engine/src/core/model/next-logits.js";
import { continuationIn, joinContinuations } from "../../engine/src/core/retrieval/continuation.js";
import { mixtureRule } from "../../engine/src/core/retrieval/mixture.js";
import { answerUtilities } from "../../engine/src/core/retrieval/utilities.js";
import { weighChunks } from "../../engine/src/core/retrieval/weigh-chunks.js";
import { trainAdapter } from "../../engine/src/core/train/train-adapter.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { codeOf, SEED, smallPlan, UNTRAINED, utf8 } from "./support.js";

const next = (chunk: string, text: string) => {
  const { length, next: bytes } = continuationIn(utf8(chunk), utf8(text));
  return { length, next: String.fromCharCode(...bytes) };
};

describe("continuationIn", () => {
  it("finds the longest ending of the text that the chunk goes on from", () => {
    expect(next("we the people of the", "I say: we the")).to.deep.equal({ length: 6, next: " " });
  });

  it("tells what follows at every place where it stands", () => {
    expect(next("abcX abcY bcZ abcX", "abc")).to.deep.equal({ length: 3, next: "XYX" });
  });

  it("knows nothing that ends the chunk, since nothing follows", () => {
    expect(next("the last letter is z", "is z")).to.deep.equal({ length: 0, next: "" });
  });

  it("is what looking everywhere finds", () => {
    const text = fc.stringMatching(/^[ab]{1,12}$/);
    fc.assert(
      fc.property(text, text, (chunk, before) => {
        const places = Array.from({ length: chunk.length - 1 }, (_, i) => i + 1);
        const lengthAt = (at: number): number =>
          Math.max(
            ...[...before, ""].map((_, n) =>
              chunk.slice(0, at).endsWith(before.slice(-n || before.length)) && n <= at ? n : 0,
            ),
          );
        const length = Math.max(0, ...places.map(lengthAt));
        const follows = length === 0 ? [] : places.filter((at) => lengthAt(at) === length).map((at) => chunk[at]);
        expect(next(chunk, before)).to.deep.equal({ length, next: follows.join("") });
      }),
    );
  });
});

describe("joinContinuations", () => {
  it("hears those that know the longest ending, and none else", () => {
    const joined = joinContinuations([
      { length: 3, next: [1, 2] },
      { length: 5, next: [7] },
      { length: 5, next: [7, 8] },
    ]);
    expect(joined).to.deep.equal({ length: 5, next: [7, 7, 8] });
    expect(joinContinuations([])).to.deep.equal({ length: 0, next: [] });
  });
});

describe("answers with chunks", () => {
  let engine: Engine;
  let adapter: Adapter;
  const withLora = <T>(work: (lora: Lora) => T): T => withAdapter(engine, UNTRAINED, adapter, work);

  before(async () => {
    engine = await loadEngine();
    adapter = trainAdapter(engine, UNTRAINED, smallPlan());
  });

  const quoted = utf8("And so, my fellow Americans: ask not what your country can do for you.");
  const [prompt, answer] = [utf8("he said: ask not what"), utf8(" your country")];

  describe("mixtureRule", () => {
    const logits = Float32Array.from({ length: 256 }, (_, byte) => ((byte * 37) % 101) / 20);
    const probabilities = (chunks: readonly Uint8Array[], text = "ask not what"): number[] => {
      const mixed = [...mixtureRule(engine.kernels, chunks)(utf8(text), logits)].map(Math.exp);
      return mixed.map((value) => value / mixed.reduce((sum, each) => sum + each, 0));
    };

    it("is the model alone where the chunks know fewer than four bytes of the text's end", () => {
      const unchanged = mixtureRule(engine.kernels, [utf8("hat and")])(utf8("ask not what"), logits);
      expect(unchanged).to.equal(logits);
      expect(mixtureRule(engine.kernels, [])(utf8("ask not what"), logits)).to.equal(logits);
    });

    it("moves a quarter of the probability to what follows in the chunks", () => {
      const chunks = [utf8("what your what your what you"), utf8("not what on")];
      const alone = probabilities([]);
      const mixed = probabilities(chunks); // only the second chunk knows " not what"
      for (const byte of alone.keys()) {
        const share = byte === 32 ? 1 : 0;
        expect(mixed[byte]).to.be.closeTo(0.75 * alone[byte]! + 0.25 * share, 1e-6);
      }
    });

    it("is a distribution, however unlikely the model finds a byte", () => {
      const steep = Float32Array.from({ length: 256 }, (_, byte) => (byte === 0 ? 200 : 0));
      const mixed = mixtureRule(engine.kernels, [quoted])(utf8("ask not what"), steep);
      expect([...mixed].every(Number.isFinite)).to.equal(true);
      expect(mixed.reduce((sum, value) => sum + Math.exp(value), 0)).to.be.closeTo(1, 1e-6);
    });
  });

  describe("answerRequest", () => {
    const salt = `0x${"11".repeat(32)}` as const;
    const asked = { prompt: "ask not what", maxBytes: 13, temperature: [1, 100] } as const;
    const retrieve =
      (...texts: readonly Uint8Array[]) =>
      () =>
        texts.map((bytes, index) => ({ contributionId: 1n, index, bytes }));

    it("draws a request to read from the model and what the prompt retrieves", () => {
      const seen: Uint8Array[] = [];
      const retriever = (text: Uint8Array) => {
        seen.push(text);
        return retrieve(quoted)();
      };
      const drawn = withLora((lora) => answerRequest(lora, readRequest(asked), salt, retriever));
      expect(new TextDecoder().decode(drawn)).to.equal(" your country"); // the untrained model has no opinion
      expect(seen).to.deep.equal([utf8(asked.prompt)]);
    });

    it("draws it from the model alone where nothing is retrieved", () => {
      const seed = saltedHash(salt, encodeRequest(readRequest(asked)));
      const temperature = { numerator: 1, denominator: 100 };
      const own = withLora((lora) => generate(lora, utf8(asked.prompt), { maxBytes: 13, seed, temperature }));
      expect(withLora((lora) => answerRequest(lora, readRequest(asked), salt, retrieve()))).to.deep.equal(own);
    });

    it("retrieves nothing for a completion or a choice", () => {
      for (const request of [completeRequest(asked), chooseRequest("ask not what", [" your country", " me"])]) {
        const own = withLora((lora) => answerRequest(lora, request, salt));
        expect(withLora((lora) => answerRequest(lora, request, salt, retrieve(quoted)))).to.deep.equal(own);
      }
    });

    it("refuses to read without data", () => {
      const act = () => withLora((lora) => answerRequest(lora, readRequest(asked), salt));
      expect(codeOf(act)).to.equal("NOTHING_TO_READ");
    });
  });

  describe("answerUtilities", () => {
    const utilitiesOf = (...chunks: readonly Uint8Array[]): Int32Array =>
      withLora((lora) => answerUtilities(lora, { prompt, answer }, chunks));

    it("are log-likelihoods of the very distribution that answers are drawn from", () => {
      const other = utf8("nobody asks what your friends can do");
      const chunks = [quoted, other, utf8("not here")];
      const all = utilitiesOf(...chunks);
      const text = Uint8Array.of(...prompt, ...answer);
      withLora((lora) => {
        for (let set = 0; set < 8; set++) {
          const rule = mixtureRule(
            engine.kernels,
            chunks.filter((_, i) => (set >> i) & 1),
          );
          let nats = 0;
          for (let at = prompt.length; at < text.length; at++) {
            const before = text.subarray(0, at);
            const odds = [...rule(before, nextLogits(lora.network, before))].map(Math.exp);
            nats += Math.log(odds[text[at]!]! / odds.reduce((sum, each) => sum + each, 0));
          }
          expect(all[set]! / 1000, `set ${String(set)}`).to.be.closeTo(nats, 1e-3);
        }
      });
      expect(all[1]).to.be.greaterThan(all[0]!);
    });

    it("are those of the model alone where there are no chunks", () => {
      expect(utilitiesOf()).to.deep.equal(utilitiesOf(quoted).slice(0, 1));
    });

    it("are the same for the same chunks in another order, by their masks", () => {
      const other = utf8("nobody asks what your friends can do");
      const [forth, back] = [utilitiesOf(quoted, other), utilitiesOf(other, quoted)];
      expect([back[0], back[2], back[1], back[3]]).to.deep.equal([...forth]);
    });

    it("are the same bytes as those of the answer's own lead where the prompt is empty", () => {
      const [empty, newline] = [new Uint8Array(), utf8("\n")].map((each) =>
        withLora((lora) => answerUtilities(lora, { prompt: each, answer }, [quoted])),
      );
      expect(empty).to.deep.equal(newline);
    });
  });

  describe("weighChunks", () => {
    it("gives all of the gain to the chunk that was quoted, and nothing to one that misled or kept silent", () => {
      const misleading = utf8("ask not whatever");
      const silent = utf8("zzzz");
      const { utilities, values, shares } = withLora((lora) =>
        weighChunks(lora, { prompt, answer }, [quoted, misleading, silent]),
      );
      expect(values.reduce((sum, value) => sum + value, 0n)).to.equal(6n * BigInt(utilities[7]! - utilities[0]!));
      expect(values[0]! > 0n && values[1]! < 0n).to.equal(true);
      expect(shares).to.deep.equal([values[0], 0n, 0n]);
    });

    it("gives two copies of a chunk the same", () => {
      const { values } = withLora((lora) => weighChunks(lora, { prompt, answer }, [quoted, quoted.slice()]));
      expect(values[0]).to.equal(values[1]);
    });
  });

  describe("generate", () => {
    it("lets a rule decide what is drawn", () => {
      const onlyZ = (): Float32Array => Float32Array.from({ length: 256 }, (_, byte) => (byte === 122 ? 0 : -80));
      const drawn = withLora((lora) =>
        generate(lora, prompt, { maxBytes: 3, seed: SEED, temperature: { numerator: 1, denominator: 1 } }, onlyZ),
      );
      expect(drawn).to.deep.equal(utf8("zzz"));
    });
  });
});
