import { expect } from "chai";

import { checkScores } from "../../engine/src/core/audit/check-scores.js";
import { findManifestFault } from "../../engine/src/core/audit/find-manifest-fault.js";
import { challenge, NotRefutableError } from "../../sdk/src/actions/challenge.js";
import { refuteManifest } from "../../sdk/src/actions/refute-manifest.js";
import { readEvents } from "../../sdk/src/logs.js";
import { OpenLedgerRevert } from "../../sdk/src/open-ledger-revert.js";
import { loadFixture } from "../helpers/chain.js";
import { clientOf } from "../helpers/client-of.js";
import { deployLong, LONG } from "../helpers/long-vectors.js";
import { mutable } from "../helpers/mutable.js";
import { deployManifest, registerPublished } from "../helpers/published-manifest.js";
import { rejection } from "../helpers/rejection.js";

/** A registered model whose cell 20 weighs one too much, and the fault. */
async function deployWrongWeight() {
  const world = await deployManifest(LONG);
  const { manifest } = world.honest;
  const cells = manifest.cells.map((cell, i) => (i === 20 ? { ...cell, weight: cell.weight + 1n } : cell));
  const defaults = manifest.defaults.map((each) => (each.cell === 20 ? { ...each, share: cells[20]!.weight } : each));
  const published = { ...world.honest, manifest: { ...manifest, cells, defaults } };
  const fault = findManifestFault(published, await registerPublished(world, published));
  if (fault?.proof !== "weight") throw new Error(`expected weight, got ${String(fault?.proof)}`);
  return { world, fault, client: await clientOf(world, world.mallory) };
}

describe("proofs over long vectors through the SDK", () => {
  it("refute a batch after they have accumulated its dot product", async () => {
    const world = await loadFixture(deployLong);
    const fault = checkScores(world, world.context)!;
    expect(fault).to.include({ proof: "score" });
    const { proof, challenger } = await challenge(await clientOf(world, world.mallory), fault);
    expect({ proof, challenger }).to.deep.equal({ proof: "score", challenger: world.mallory.address });
  });

  it("let a model fall", async () => {
    const { fault, client, world } = await loadFixture(deployWrongWeight);
    const fell = await refuteManifest(client, fault);
    expect(fell).to.include({ modelId: 1n, proof: "weight", challenger: world.mallory.address });
    expect((await world.models.recordOf(1n)).fellAt).to.be.greaterThan(0n);
  });

  it("send no step that somebody else has taken", async () => {
    const { fault, client, world } = await loadFixture(deployWrongWeight);
    for (const { args } of fault.prepare) await world.dots.accumulate(...mutable(args));
    await refuteManifest(client, fault);
    const steps = (await readEvents(client)).filter(({ event }) => event === "Accumulated");
    expect(steps.map(({ args }) => "sender" in args && args.sender)).to.deep.equal([world.deployer.address]);
  });

  it("are not sent for a bundle that is only not the registered one, nor a second time", async () => {
    const { fault, client } = await loadFixture(deployWrongWeight);
    await rejection(NotRefutableError, refuteManifest(client, { proof: "manifest", reason: "response root" }));
    await refuteManifest(client, fault);
    const error = await rejection(OpenLedgerRevert, refuteManifest(client, fault));
    expect(error).to.include({ errorName: "ModelAlreadyFallen", contract: "ModelRegistry" });
  });
});
