import { readFile } from "node:fs/promises";
import { concatBytes } from "@noble/hashes/utils.js";
import { expect } from "chai";

import { EDITS, exchangeWords } from "../../bench/dedup/edits.js";
import { foldedCuts } from "../../bench/dedup/folding.js";
import { measurePairs } from "../../bench/dedup/measure-pairs.js";
import { licenceTexts } from "../../bench/dedup/texts.js";
import { readTruth } from "../../bench/dedup/truth.js";
import { alignWords } from "../../bench/dedup/words.js";
import { dedupPage } from "../../bench/dedup/write-page.js";
import { prose } from "../helpers/prose.js";

const utf8 = (text: string) => new TextEncoder().encode(text);

describe("docs/dedup.md", () => {
  it("and its picture are what the committed figures make", async () => {
    for (const [file, text] of Object.entries(await dedupPage())) {
      expect(await readFile(file, "utf8"), file).to.equal(text);
    }
  });
});

describe("families.json", () => {
  it("names each pair once, of texts that there are and that are not equal", async () => {
    const [pairs, texts] = [await readTruth(), licenceTexts()];
    expect(new Set(pairs.map(({ earlier, later }) => [earlier, later].sort().join(" "))).size).to.equal(pairs.length);
    for (const { earlier, later, why } of pairs) {
      expect([texts.has(earlier), texts.has(later)], `${earlier} ${later}`).to.deep.equal([true, true]);
      expect(texts.get(earlier)).to.not.equal(texts.get(later));
      expect(why).to.not.equal("");
    }
  });
});

describe("alignWords", () => {
  const shares = (earlier: string, ...chunks: string[]) =>
    alignWords(utf8(earlier), utf8(chunks.join("")))(chunks.map(utf8)).map((aligned) => aligned?.withMoved);

  it("keeps what a diff leaves unmarked, whatever its case and punctuation", () => {
    expect(shares("one two three four", "One, two ", "new THREE; four")).to.deep.equal([1, 2 / 3]);
  });

  it("keeps eight words in a row that were moved, not seven", () => {
    const [seven, eight] = ["a b c d e f g", "a b c d e f g h"];
    const long = "s t u v w x y z 1 2 3";
    expect(shares(`${eight} ${long}`, `${long} `, eight)).to.deep.equal([1, 1]);
    expect(shares(`${seven} ${long}`, `${long} `, seven)).to.deep.equal([1, 0]);
  });

  it("says nothing of a chunk without a word", () => {
    expect(shares("one", "one ", "--- ")).to.deep.equal([1, undefined]);
  });
});

describe("foldedCuts", () => {
  const text = new TextDecoder().decode(prose("folded", 4000));

  it("cuts where it did when case and line breaks change, and loses no byte", () => {
    const [plain, loud] = [text, text.toUpperCase().replaceAll(" ", " \r\n")].map((each) => foldedCuts(utf8(each)));
    const words = (chunks: readonly Uint8Array[]) =>
      chunks.map((chunk) => new TextDecoder().decode(chunk).toLowerCase().replaceAll(/\s+/g, " "));
    expect(words(loud!)).to.deep.equal(words(plain!));
    expect(concatBytes(...loud!)).to.deep.equal(utf8(text.toUpperCase().replaceAll(" ", " \r\n")));
  });
});

describe("EDITS", () => {
  const text = new TextDecoder().decode(prose("edits", 6000));

  it("change the text, always in the same way", () => {
    for (const { name, apply } of EDITS) {
      expect(apply(text), name).to.not.equal(text);
      expect(apply(text), name).to.equal(apply(text));
    }
  });

  it("exchange as many words as they say", () => {
    const [before, after] = [text, exchangeWords(text, 10)].map((each) => each.split(" "));
    const changed = before!.filter((word, i) => word !== after![i]).length;
    expect(changed).to.equal(Math.round(before!.length / 10));
  });
});

describe("measurePairs", () => {
  it("merges the same text under another name and not an unrelated one", () => {
    const { detectors, falseMerges } = measurePairs([
      { earlier: "OLDAP-2.7", later: "OLDAP-2.8", kind: "same", why: "version" },
      { earlier: "MIT", later: "OLDAP-2.8", kind: "unrelated", why: "other drafters" },
    ]);
    const { texts, chunks } = detectors[0]!.atThreshold;
    expect([texts.same.merged, texts.unrelated.merged]).to.deep.equal([1, 0]);
    expect(chunks.found).to.be.above(5);
    expect(falseMerges).to.deep.equal([]);
  });
});
