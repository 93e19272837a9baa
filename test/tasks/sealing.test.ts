import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { expect } from "chai";

import { fromHex, type Hex } from "../../engine/src/core/hash/hex.js";
import { encodeServiceMetadata } from "../../engine/src/core/sealed/service-metadata.js";
import { sealingKey } from "../../engine/src/core/sealed/wrapping-key.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { StakingReplay } from "../../indexer/src/replay/staking.js";
import { panelRecipients } from "../../scripts/tasks/helpers/panel-recipients.js";
import { BadFileError } from "../../scripts/tasks/helpers/read-file.js";
import { ownSecret, readSecret } from "../../scripts/tasks/helpers/sealing-secret.js";
import { PreconditionError } from "../../scripts/tasks/helpers/task-errors.js";
import { FileExistsError, writePrivate } from "../../scripts/tasks/helpers/write-private.js";
import { hashOf } from "../helpers/hashes.js";
import { rejection } from "../helpers/rejection.js";

describe("sealing to a panel", () => {
  let directory: string;
  let said: string[];
  const progress = (text: string): void => void said.push(text);
  const file = (name: string): string => path.join(directory, name);

  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), "openledger-sealing-"));
    said = [];
  });
  afterEach(() => rm(directory, { recursive: true }));

  describe("panelRecipients", () => {
    const [MEMBER, MUTE, KEYLESS, LOST] = ["aA", "bB", "cC", "dD"].map((digits) => `0x${digits.repeat(20)}`) as [
      string,
      string,
      string,
      string,
    ];
    const KEY = sealingKey(fromHex(hashOf("a member's secret") as Hex));

    /** Attestors who described themselves by documents of these hashes, in this order. */
    const staking = (described: readonly (readonly [string, string])[]): StakingReplay => {
      const replay = new StakingReplay();
      for (const [operator, metadataHash] of described) {
        const args = { role: 0n, operator, endpoint: "", metadataHash };
        const place = { blockNumber: 1, logIndex: 0, transactionHash: "" };
        replay.apply({ contract: "staking", event: "ServiceDescribed", args, ...place });
      }
      return replay;
    };

    it("are the members who name a key in what they described last; of the others it says why not", async () => {
      const store = new ContentStore(directory);
      const named = await store.writeMetadata(encodeServiceMetadata({}, KEY));
      const keyless = await store.writeMetadata(encodeServiceMetadata({ name: "shy" }, undefined));
      const described = [
        [MEMBER, keyless.hash],
        [MEMBER, named.hash],
        [KEYLESS, keyless.hash],
        [LOST, hashOf("nowhere")],
      ] as const;
      const members = [MUTE, KEYLESS, LOST, MEMBER];
      const recipients = await panelRecipients({ staking: staking(described) }, store, { members, progress });
      expect(recipients).to.deep.equal([{ attestor: MEMBER.toLowerCase(), key: KEY }]);
      expect(said.map((each) => each.slice(14, 56))).to.deep.equal([MUTE, KEYLESS, LOST]);
    });

    it("are somebody, or it is refused", async () => {
      const nobody = panelRecipients({ staking: staking([]) }, new ContentStore(directory), {
        members: [MUTE],
        progress,
      });
      await rejection(PreconditionError, nobody);
    });
  });

  describe("a secret", () => {
    it("is made once, for its owner alone, and never told", async () => {
      const made = await ownSecret(file("key"), progress);
      expect((await stat(file("key"))).mode & 0o777).to.equal(0o600);
      expect(await ownSecret(file("key"), progress)).to.deep.equal(Uint8Array.from(made));
      const text = (await readFile(file("key"), "utf8")).trim();
      expect(said.join(" ")).not.to.contain(text.slice(2));
    });

    it("that others can read is used, with a hint", async () => {
      await ownSecret(file("key"), progress);
      await chmod(file("key"), 0o644);
      await readSecret(file("key"), progress);
      expect(said.at(-1)).to.contain(`chmod 600 ${file("key")}`);
    });

    it("of another form is refused without being shown", async () => {
      await writeFile(file("key"), "0xsecret");
      expect((await rejection(BadFileError, readSecret(file("key"), progress))).message).not.to.contain("0xsecret");
    });
  });

  it("writes no private file over another", async () => {
    await writePrivate(file("texts"), "first");
    await rejection(FileExistsError, writePrivate(file("texts"), "second"));
    expect(await readFile(file("texts"), "utf8")).to.equal("first");
  });
});
