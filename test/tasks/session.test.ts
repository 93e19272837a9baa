import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect } from "chai";
import { getAddress } from "ethers";

import { decodeBatchBundle, encodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import { decodeModelBundle } from "../../engine/src/core/bundle/model-bundle.js";
import { saltedHash } from "../../engine/src/core/hash/heads.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { answerRequest } from "../../engine/src/core/inference/answer-request.js";
import { completeRequest, encodeRequest, readRequest } from "../../engine/src/core/inference/request.js";
import { toBase64 } from "../../engine/src/core/json/base64.js";
import { decodeAdapter } from "../../engine/src/core/model/adapter-file.js";
import { withAdapter } from "../../engine/src/core/model/adapter.js";
import { retrievalCorpus } from "../../engine/src/core/retrieval/retrieval-corpus.js";
import { retrieverOf } from "../../engine/src/core/retrieval/retriever.js";
import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import type { SourceContribution } from "../../engine/src/core/text/live-chunks.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { openTerminal, type Terminal } from "../helpers/command-line.js";
import { postForgery } from "../helpers/forgery.js";
import { hashOf } from "../helpers/hashes.js";
import { type LocalNode, startNode } from "../helpers/local-node.js";
import { passage } from "../helpers/passage.js";
import { serveResponses } from "../helpers/serve-responses.js";

const DAY = 86_400;
const OPEN = 10n ** 18n;

/** A person's afternoon with the command line, from an empty chain to money: each step builds on the one before. */
describe("the command line on a local node", function () {
  this.timeout(180_000);
  let node: LocalNode;
  let terminal: Terminal;
  let published: readonly [string, string];
  let plan: readonly [string, string];
  let trainings: readonly [string, string];
  let accounts: readonly string[];
  let modelBundle: Hex;
  let batchBundle: Hex;

  const pass = async (seconds: number): Promise<void> => {
    await node.rpc("evm_increaseTime", [seconds]);
    await node.rpc("evm_mine");
  };

  before(async () => {
    node = await startNode();
    terminal = await openTerminal(node.url);
    published = ["--published", terminal.file("published")];
    plan = ["--plan", terminal.file("plan.json")];
    trainings = ["--trainings", terminal.file("trainings")];
    accounts = (await node.rpc("eth_accounts")) as string[];
  });
  after(async () => {
    await terminal.close();
    await node.stop();
  });

  it("deploys, and a second time finds what stands", async () => {
    await writeFile(
      terminal.file("parameters.json"),
      JSON.stringify({ OpenLedger: { parameterKeys: [6], parameterValues: ["2n"] } }), // two attestors are a quorum
    );
    const words = ["deploy", "--parameters", terminal.file("parameters.json")];
    const first = await terminal.json(...words);
    expect(first).to.include({ format: "openledger-deployment-v1", chainId: 31337, deployBlock: 1 });
    expect(await terminal.json(...words)).to.deep.equal(first);
    expect(await readdir(terminal.file("deployments"))).to.deep.equal(["31337.json"]);
  });

  it("creates a Datanet, takes contributions, reviews them and freezes a version", async () => {
    expect(await terminal.json("datanet", "create", "--domain", "speeches")).to.include({ datanetId: "1" });
    for (const contributor of [1, 2]) {
      const file = terminal.file(`speech-${String(contributor)}.txt`);
      await writeFile(file, passage(contributor));
      const words = ["contribute", file, "--datanet", "1", "--licence", "CC0-1.0", "--account", String(contributor)];
      expect(await terminal.json(...words, ...published)).to.include({ contributionId: String(contributor) });
      const decision = ["--contribution", String(contributor), "--decision", "accept"];
      expect(await terminal.json("review", ...decision)).to.include({ accepted: true });
    }
    expect(await terminal.json("freeze", "--datanet", "1")).to.include({ version: "1", logLength: "2" });
  });

  it("refuses to train on a chunk that does not match its root", async () => {
    const [name] = (await readdir(terminal.file("published"))).filter((each) => each.endsWith(".data"));
    const file = terminal.file(`published/${name!}`);
    const right = await readFile(file);
    await writeFile(
      file,
      right.map((byte, at) => (at === 100 ? byte ^ 1 : byte)),
    );
    const { code, stdout, stderr } = await terminal.run("model", "register", "--versions", "1:1", ...published);
    await writeFile(file, right);
    expect({ code, stdout }).to.deep.equal({ code: 4, stdout: "" });
    expect(stderr).to.contain("Expected a file that hashes to urn:openledger:data:");
  });

  it("stops where training runs into numbers that are none, and publishes and registers nothing", async () => {
    await writeFile(terminal.file("wild.json"), JSON.stringify({ epochs: 1, rate: 1e30 }));
    const words = ["model", "register", "--versions", "1:1", "--recipe", terminal.file("wild.json"), ...published];
    const { code, stdout, stderr } = await terminal.run(...words);
    expect({ code, stdout }, stderr).to.deep.equal({ code: 1, stdout: "" });
    expect(stderr)
      .to.contain("NaN or infinity")
      .and.not.to.match(/\n\s+at /);
    expect((await readdir(terminal.file("published"))).filter((each) => each.endsWith(".bundle"))).to.be.empty;
  });

  it("lists the model's trainings and has a worker do them, through a queue of its own", async () => {
    await writeFile(terminal.file("recipe.json"), JSON.stringify({ epochs: 1 }));
    const recipe = ["--recipe", terminal.file("recipe.json")];
    const planned = await terminal.json("responses", "plan", "--versions", "1:1", ...recipe, ...plan, ...published);
    const total = Number(planned["jobs"]);
    expect(planned).to.include({ cells: total - 1, file: terminal.file("plan.json") });
    expect(await terminal.json("responses", "status", ...plan, ...trainings)).to.include({ total, done: 0 });

    const server = await serveResponses(node.url);
    const queue = ["--queue", server.url];
    const words = [...queue, "--threads", "2", ...plan, ...trainings, ...published];
    expect(await terminal.json("responses", "work", ...words)).to.include({ total, done: total, trained: total });
    expect(await terminal.json("responses", "status", ...queue, ...plan, ...trainings)).to.include({ done: total });
    expect(await server.end()).to.equal(0);
    const merged = await terminal.json("responses", "merge", ...plan, ...trainings, ...published);
    expect(merged).to.include({ planHash: planned["planHash"], cells: total - 1, lanes: 7_168 });
  });

  it("makes the model of these trainings and registers it", async () => {
    const recipe = ["--recipe", terminal.file("recipe.json")];
    const words = ["model", "register", "--versions", "1:1", ...recipe, ...trainings, ...published];
    const registered = await terminal.json(...words);
    expect(registered).to.include({ modelId: "1", bond: String(1_000n * OPEN) });
    modelBundle = registered["dataHash"] as Hex;
    await pass(DAY + 1);
  });

  it("stakes two attestors", async () => {
    for (const attestor of [0, 3]) {
      const operator = ["--operator", accounts[attestor]!];
      const staked = await terminal.json("stake", "--role", "attestor", "--amount", "10000", ...operator);
      expect(staked).to.include({ poolActive: String(10_000n * OPEN) });
    }
  });

  it("reserves money, pays an answer, and attributes the bucket", async () => {
    const [payer, , , host] = accounts;
    const deposited = await terminal.json("deposit", "--payee", host!, "--amount", "2.5");
    expect(deposited).to.include({ reserve: String((5n * OPEN) / 2n) });
    const answered = await answer(new ContentStore(terminal.file("published")), modelBundle);
    const words = ["--model", "1", "--payee", host!, "--amount", "8", "--request-hash", answered.requestHash];
    expect(await terminal.json("pay", ...words)).to.include({ contributorsPart: String(4n * OPEN), sequence: "0" });
    await writeFile(
      terminal.file("answers.json"),
      JSON.stringify({
        format: "openledger-answers-v1",
        answers: [{ payer, payee: host, ...answered.kept, fee: String(8n * OPEN) }],
      }),
    );

    await pass(DAY + 1);
    const answers = ["--answers", terminal.file("answers.json")];
    const batch = await terminal.json("attribute", "--model", "1", ...answers, ...published);
    batchBundle = batch["dataHash"] as Hex;
    expect(batch).to.include({ bucket: "0", rowCount: 1 });
    const paid = batch["paid"] as { sum: string }[];
    expect(paid.reduce((total, { sum }) => total + BigInt(sum), 0n)).to.equal(4n * OPEN);
  });

  it("signs nothing it cannot reproduce", async () => {
    const store = new ContentStore(terminal.file("published"));
    const honest = decodeBatchBundle(await store.readBundle(batchBundle));
    const [scale] = honest.scales;
    const { hash } = await store.writeBundle(encodeBatchBundle({ ...honest, scales: Float32Array.of(scale! * 2) }));
    const { code, stderr } = await terminal.run("batch", "sign", "--bundle", hash, ...published);
    expect(code).to.equal(1);
    expect(stderr).to.contain("cannot be reproduced");
  });

  it("refuses a batch below the quorum with the ledger's own words", async () => {
    await terminal.json("batch", "sign", "--bundle", batchBundle, ...published);
    const { code, stdout, stderr } = await terminal.run("batch", "post", "--bundle", batchBundle, ...published);
    expect(code).to.equal(3);
    expect(stdout).to.equal("");
    expect(stderr).to.contain("LedgerTooFewSigners(given: 1, quorum: 2)");
  });

  it("posts it with a quorum, and a challenge finds nothing wrong", async () => {
    await terminal.json("batch", "sign", "--bundle", batchBundle, "--account", "3", ...published);
    const posted = await terminal.json("batch", "post", "--bundle", batchBundle, ...published);
    expect(posted["signers"]).to.have.length(2);
    expect(await terminal.json("challenge", "--model", "1", ...published)).to.deep.equal({ checked: 1, fault: null });
  });

  it("claims nothing before it is final, everything after, and nothing twice", async () => {
    const claim = (account: number) => terminal.json("claim", "--owner", accounts[account]!, ...published);
    expect(await claim(1)).to.include({ total: "0" });
    await pass(3 * DAY + 1);
    const totals = [await claim(1), await claim(2)].map(({ total }) => BigInt(total as string));
    expect(totals[0]! + totals[1]!).to.equal(4n * OPEN);
    expect(await claim(1)).to.include({ total: "0" });
  });

  it("finds a forged batch in an audit, and refutes it", async () => {
    const [, , , host] = accounts;
    const silent = ["--model", "1", "--payee", host!, "--amount", "1", "--request-hash", hashOf("unanswered")];
    await terminal.json("pay", ...silent);
    await pass(DAY + 1);
    const directories = { deployments: terminal.file("deployments"), published: terminal.file("published") };
    const posted = await postForgery(node.url, { ...directories, attestors: [0, 3] });

    const audited = await terminal.run("audit", "--quick", "--json", ...published);
    expect(audited.code, audited.stderr).to.equal(6);
    expect(JSON.parse(audited.stdout)).to.have.property("matches", false);

    const told = await terminal.json("challenge", "--model", "1", "--dry-run", ...published);
    expect(told).to.deep.include({
      checked: 1,
      fault: { proof: "score", row: 0, entry: 0, given: "1", expected: "0" },
    });
    expect(told).not.to.have.property("refuted");
    const { refuted } = await terminal.json("challenge", "--model", "1", "--account", "5", ...published);
    expect(refuted).to.include({ id: posted, challenger: getAddress(accounts[5]!) });
    const again = await terminal.json("challenge", "--model", "1", ...published);
    expect(again).to.deep.equal({ checked: 0, fault: null });
  });

  it("answers a payment whose answer nobody has, where everybody says so", async () => {
    const words = ["attribute", "--model", "1", "--answers", terminal.file("answers.json"), ...published];
    expect(await terminal.run(...words)).to.include({ code: 4, stdout: "" });
    const { dataHash } = await terminal.json(...words, "--silent");
    const sign = ["batch", "sign", "--bundle", String(dataHash), ...published];
    expect(await terminal.run(...sign)).to.include({ code: 1, stdout: "" });
    await terminal.json(...sign, "--silent");
  });

  it("explains what a contribution earned and what an answer paid, to the base unit, also as a page", async () => {
    const receipt = (await terminal.json("explain", "--receipt", "1/0/0", ...published)) as {
      receipt: { part: string; paidBy: string; credits: { amount: string; contributionId: string }[] };
    };
    const { part, credits } = receipt.receipt;
    const sum = (amounts: readonly string[]) => amounts.reduce((total, amount) => total + BigInt(amount), 0n);
    expect(sum(credits.map(({ amount }) => amount))).to.equal(BigInt(part));

    const page = terminal.file("explained.html");
    for (const contribution of ["1", "2"]) {
      const words = ["explain", "--contribution", contribution, ...published];
      const { models } = (await terminal.json(...words, "--html", page)) as {
        models: { earned: string; claimed: string; claimable: string }[];
      };
      const own = credits.filter(({ contributionId }) => contributionId === contribution);
      expect(BigInt(models[0]!.earned)).to.equal(sum(own.map(({ amount }) => amount)));
      expect(models[0]).to.include({ claimed: models[0]!.earned, claimable: "0" });
      expect(await readFile(page, "utf8")).to.contain(`<h1>Contribution ${contribution}</h1>`);
      expect((await terminal.run(...words)).stdout).to.contain(`Contribution ${contribution}, owned by 0x`);
    }
  });

  it("explains nothing that is not there", async () => {
    for (const [words, code] of [
      [["--receipt", "1/0"], 2],
      [["--receipt", "1/0/0", "--contribution", "1"], 2],
      [[], 2],
      [["--receipt", "1/0/9"], 4],
      [["--receipt", "1/9/0"], 4],
      [["--contribution", "99"], 4],
    ] as const) {
      expect(await terminal.run("explain", ...words, ...published)).to.include({ code, stdout: "" });
    }
  });

  it("takes a model that was trained elsewhere: its cells out, its vectors in", async () => {
    const [cells, out] = [terminal.file("cells.json"), terminal.file("outside")];
    const written = await terminal.json("model", "cells", "--versions", "1:1", "--out", cells, ...published);
    expect(written).to.include({ contributions: 2, cellBytes: 512 });
    await script("train.mjs", cells, out);
    const vectors = (responses: string) => [
      ...["model", "import", "--responses", `${out}/${responses}`, "--queries", `${out}/queries.safetensors`],
      ...["--weights", `${out}/weights.safetensors`, ...published],
    ];
    const wrong = await terminal.run(...vectors("queries.safetensors"), "--json");
    expect(wrong).to.include({ code: 4, stdout: "" });
    expect(JSON.parse(wrong.stderr)).to.have.nested.property("error.code", "IMPORT_FORMAT");
    const imported = await terminal.json(...vectors("responses.safetensors"));
    expect(imported).to.include({ modelId: "2", cells: written["cells"], lanes: 4_096 });
    await pass(DAY + 1);
  });

  it("attributes its answers with the vectors of a file, and signs for what follows from them", async () => {
    const [payer, , , host] = accounts;
    const out = terminal.file("outside");
    const request = completeRequest({ prompt: "The union is", maxBytes: 32, temperature: [1, 1] });
    const [requestSalt, responseSalt] = [hashOf("outside request"), hashOf("outside response")];
    const subject = saltedHash(requestSalt, encodeRequest(request));
    await writeFile(terminal.file("requests.json"), JSON.stringify([{ subject, ...request }]));
    const [text] = JSON.parse(await script("answer.mjs", out, terminal.file("requests.json"))) as string[];
    const encoded = { request: toBase64(encodeRequest(request)), answer: toBase64(new TextEncoder().encode(text)) };
    const kept = { payer, payee: host, ...encoded, requestSalt, responseSalt, fee: String(OPEN) };
    const answers = terminal.file("outside.json");
    await writeFile(answers, JSON.stringify({ format: "openledger-answers-v1", answers: [kept] }));
    await terminal.json("pay", "--model", "2", "--payee", host!, "--amount", "1", "--request-hash", subject);
    await pass(DAY + 1);

    const words = ["attribute", "--model", "2", "--answers", answers, ...published];
    expect(await terminal.run(...words)).to.include({ code: 2, stdout: "" });
    const { dataHash, rowCount } = await terminal.json(...words, "--queries", `${out}/answers.safetensors`);
    expect(rowCount).to.equal(1);
    const signed = await terminal.run("batch", "sign", "--bundle", String(dataHash), ...published);
    expect(signed.code, signed.stderr).to.equal(0);
    expect(signed.stderr).to.contain("trained elsewhere");
    expect(signed.stdout).to.contain("isReExecuted: false");

    const disputed = await terminal.run("dispute", "open", "--model", "2", ...published);
    expect(disputed).to.include({ code: 4, stdout: "" });
    expect(disputed.stderr).to.contain("trained elsewhere");
  });

  it("audits everything, and a file that is not what its name says is a difference", async () => {
    const right = await terminal.json("audit", ...published);
    expect(right["matches"]).to.equal(true);

    await writeFile(terminal.file(`published/${batchBundle}.bundle`), "not the bundle");
    const { code, stdout } = await terminal.run("audit", "--quick", ...published);
    expect(code).to.equal(6);
    expect(stdout)
      .to.contain("bucket 1/0 is published")
      .and.to.contain("content_corrupt: expected a file that hashes to");
  });
});

/** Runs a script of the example, which knows nothing of this project. */
async function script(name: string, ...words: readonly string[]): Promise<string> {
  const file = fileURLToPath(new URL(`../../examples/imported-model/${name}`, import.meta.url));
  return (await promisify(execFile)(process.execPath, [file, ...words])).stdout;
}

/** A contribution as everybody made it: account, id and block rise together. */
function contributed(account: number): SourceContribution {
  const bytes = new TextEncoder().encode(passage(account));
  const content = chunkContribution(bytes, { maxBytes: bytes.length });
  const contributionId = BigInt(account);
  return { contributionId, datanetId: 1n, committedBlock: contributionId, withdrawn: false, voidChunks: [], content };
}

/** What a host does: answers with the registered model and the data it was trained on, and keeps what the answer was made of. */
async function answer(store: ContentStore, dataHash: Hex) {
  const [engine, base] = [await loadEngine(), await loadBase()];
  const { adapter } = decodeModelBundle(await store.readBundle(dataHash));
  const request = readRequest({ prompt: "The state of the union", maxBytes: 24, temperature: [1, 2] });
  const retrieve = retrieverOf(engine.kernels, retrievalCorpus([1, 2].map(contributed)));
  expect(retrieve(new TextEncoder().encode("The state of the union"))).not.to.be.empty;
  const [requestSalt, responseSalt] = [hashOf("request salt"), hashOf("response salt")];
  const bytes = withAdapter(engine, base, decodeAdapter(base.config, adapter), (lora) =>
    answerRequest(lora, request, requestSalt, retrieve),
  );
  const encoded = encodeRequest(request);
  const kept = { request: toBase64(encoded), answer: toBase64(bytes), requestSalt, responseSalt };
  return { requestHash: saltedHash(requestSalt, encoded), kept };
}
