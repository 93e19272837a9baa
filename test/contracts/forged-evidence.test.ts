import { expect } from "chai";

import type { AuditContext } from "../../engine/src/core/audit/audit-case.js";
import type { Fault } from "../../engine/src/core/audit/fault.js";
import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { findManifestFault } from "../../engine/src/core/audit/find-manifest-fault.js";
import type { PublishedModel } from "../../engine/src/core/audit/manifest-case.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { treeDepth } from "../../engine/src/core/tree/padded-tree.js";
import { CHANGES, corrupt } from "../../bench/refutation/corrupt.js";
import { isRefused, openStage, post, showBucket, showModel, signedId } from "../../bench/refutation/stage.js";
import { loadFixture, networkHelpers } from "../helpers/chain.js";
import { deploySmall, withCell, withRange, withTables } from "../helpers/manifest-forgery.js";
import { mutable } from "../helpers/mutable.js";
import { registerPublished } from "../helpers/published-manifest.js";
import { SCALE } from "../helpers/scale.js";
import { variations } from "../helpers/variations.js";
import { type Bucket, randomBuckets, randomModel } from "../vectors/scenario.js";
import { seeded } from "../vectors/seeded.js";

/**
 * Which of several wrong places is shown is the challenger's choice; a credit's place follows from the proof of the one after it; and the
 * four words of a node are always four.
 */
const FREE = new Set(["refuteRow[2]", "refuteUnsorted[2].index", "refuteSum[3].length"]);

/** A proof convicts by what was committed to. Whoever could bring evidence of their own could convict the honest. */
describe("evidence that is changed in any one place", function () {
  this.timeout(180_000);
  before(function () {
    if (SCALE === "short") this.skip();
  });

  it("refutes no batch", async () => {
    const stage = await openStage();
    const empty = await networkHelpers.takeSnapshot();
    const random = seeded("forged evidence");
    const tried = new Set<string>();
    const accepted = new Set<string>();
    for (let round = 0; round < 6; round++) {
      const model = randomModel(random, 1 + Number(random.below(8n)));
      await showModel(stage, model);
      const [first, second] = randomBuckets(random, model, 2) as [Bucket, Bucket];
      await showBucket(stage, first.input);
      const parent = await post(stage, first.content);
      const { rows } = first.content;
      const context: AuditContext = {
        ...second.input,
        ancestors: [{ posted: parent, rows, settlements: first.input.settlements }],
        parentSigned: await signedId(stage, parent),
      };
      await showBucket(stage, second.input);
      for (const change of Object.keys(CHANGES)) {
        const content = corrupt(second.content, [change], random);
        if (content === undefined) continue;
        const snapshot = await networkHelpers.takeSnapshot();
        const posted = await post(stage, content);
        const fault = findFault({ posted, content }, context);
        if (fault !== undefined && "method" in fault && !tried.has(`${fault.method} ${change}`)) {
          tried.add(`${fault.method} ${change}`);
          expect(await isRefused(stage, fault, fault.args), `${fault.method} as it is`).to.equal(false);
          for (const { path, value } of variations(fault.args)) {
            const name = `${fault.method}${path}`;
            if (FREE.has(name) || isUnread(fault, Number(/\d+/.exec(path)?.[0]))) continue;
            if (!(await isRefused(stage, fault, value as readonly unknown[]))) accepted.add(name);
          }
        }
        await snapshot.restore();
      }
      await empty.restore();
    }
    expect([...accepted]).to.deep.equal([]);
    expect(new Set([...tried].map((each) => each.split(" ")[0])).size, "proofs").to.be.at.least(10);
  });

  it("makes no model fall", async () => {
    const { honest } = await loadFixture(deploySmall);
    const { contributions, cells, defaults, versions } = honest.manifest;
    const wrong: readonly PublishedModel[] = [
      withCell(honest, 0, { weight: cells[0]!.weight + 1n }),
      withCell(honest, 0, { contribution: 2 }),
      withRange(honest, 2, { contributionId: 99n }),
      withRange(honest, 1, { firstCell: contributions[1]!.firstCell + 1 }),
      withRange(honest, 1, { cellCount: 0 }),
      withTables(honest, {
        defaults: defaults.map((each, i) => (i === 3 ? { ...each, share: each.share + 1n } : each)),
      }),
      withTables(honest, { defaults: defaults.slice(0, -1) }),
      { ...honest, manifest: { ...honest.manifest, versions: versions.slice(0, 1) } },
    ];
    const tried = new Set<string>();
    for (const published of wrong) {
      const world = await loadFixture(deploySmall);
      const fault = findManifestFault(published, await registerPublished(world, published));
      if (fault === undefined || !("method" in fault)) throw new Error(`expected a proof, got ${String(fault?.proof)}`);
      tried.add(fault.method);
      const call = world.manifestProver.getFunction(fault.method as "refuteRange");
      const falls = (args: unknown) =>
        call.staticCall(...(mutable(args as never) as unknown as Parameters<typeof call>)).then(
          () => true,
          () => false,
        );
      expect(await falls(fault.args), `${fault.method} as it is`).to.equal(true);
      for (const { path, value } of variations(fault.args)) {
        expect(await falls(value), `${fault.method}${path}`).to.equal(false);
      }
    }
    expect(tried.size).to.be.at.least(7);
  });
});

/** Whether a proof does not look at an argument, whatever is in it, because of what the others say. */
function isUnread(fault: Fault, argument: number): boolean {
  if (!("args" in fault)) return true;
  if (fault.method === "refuteAmount" && argument === 5) {
    const [, , , row, previous] = fault.args;
    return row.index > 0 && row.row.sequence === previous.row.sequence; // the settlement of a row that is not its first
  }
  if (fault.method === "refuteSum" && argument === 3) {
    const [, { earning }, { node, index, proof }] = fault.args;
    const height = treeDepth(earning.count) - proof.length;
    return index * 2 ** height >= earning.count || node.hash === ZERO_HASH; // where padding belongs, or stands
  }
  return isBlank(fault.args[argument]);
}

/** Whether evidence stands for none, as where a proof needs no previous row. */
function isBlank(evidence: unknown): boolean {
  if (typeof evidence === "object" && evidence !== null) return Object.values(evidence).every(isBlank);
  return typeof evidence === "string" ? /^0x0*$/.test(evidence) : !evidence;
}
