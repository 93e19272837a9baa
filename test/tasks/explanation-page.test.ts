import { expect } from "chai";

import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { SAYS } from "../../scripts/tasks/helpers/explanation.js";
import { explanationPage } from "../../scripts/tasks/helpers/explanation-page.js";

describe("explanationPage", () => {
  it("shows what strangers wrote as text (prompt text rendered as HTML)", () => {
    const attack = `<img src=x onerror="alert('x')"></blockquote><script>alert(1)</script>&amp;`;
    const page = explanationPage({
      says: SAYS,
      modelId: 1n,
      batch: { id: ZERO_HASH, bucket: 0n, finalAt: 1_800_000_000n, isFinal: true },
      receipt: {
        ...{ row: 0, sequence: 0n, payer: "0xa", payee: "0xb", direct: true, fee: 4n, part: 2n, totalShare: 3n },
        ...{ texts: { prompt: attack, answer: attack }, paidBy: "scores", credits: [] },
        proof: { leaf: ZERO_HASH, index: 0, siblings: [], root: ZERO_HASH },
      },
    });
    expect(page).to.not.match(/<script|<img|onerror="/);
    expect(page).to.contain("&#60;script&#62;alert(1)").and.to.contain("&#38;amp;");
  });
});
