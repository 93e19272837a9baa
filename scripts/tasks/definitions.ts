import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { DISPUTE_TASKS } from "./dispute-definitions.js";
import { defineVerb, PUBLISHED, text } from "./helpers/define-verb.js";
import { mapUsageErrors } from "./helpers/usage-exit-code.js";
import { MODEL_TASKS } from "./model-definitions.js";
import { RESPONSE_TASKS } from "./response-definitions.js";

/** What people run. Each verb's code is loaded only when it runs: this file must not need a build. */
export const TASKS: TaskDefinition[] = [
  defineVerb("deploy", {
    description: "Deploy all contracts and write deployments/<chainId>.json",
    example: "--network localhost",
  })
    .addOption(text("parameters", "Ignition parameters, a JSON file (default: the module's own)"))
    .addFlag({ name: "again", description: "Deploy although another deployment stands, and replace its file" })
    .setAction(() => import("./deploy.js"))
    .build(),

  emptyTask("datanet", "Data networks").build(),
  defineVerb(["datanet", "create"], {
    description: "Create a Datanet owned by the account",
    example: "--domain speeches --metadata speeches.jsonld",
  })
    .addOption(text("domain", "Short subject"))
    .addOption(text("metadata", "Croissant JSON-LD file that describes it; its hash goes on-chain"))
    .addOption(text("uri", "Where the metadata is published"))
    .addOption(text("access", "open, permissioned or encrypted (default: open)"))
    .addOption(text("reviewPolicy", "Contract that reviews (default: the owner's review)"))
    .setAction(() => import("./datanet-create.js"))
    .build(),

  defineVerb("contribute", {
    description: "Contribute a file to a Datanet: commit, then reveal",
    example: "speech.txt --datanet 1 --licence CC0-1.0",
  })
    .addPositionalArgument({ name: "file", description: "Text file, at most 16 MB" })
    .addOption(text("datanet", "The Datanet's id"))
    .addOption(text("licence", "SPDX id of the licence it is given under"))
    .addOption(text("salt", "32 bytes of hex, to take up an interrupted contribution (default: random)"))
    .addOption(PUBLISHED)
    .setAction(() => import("./contribute.js"))
    .build(),

  defineVerb("review", {
    description: "Accept or refuse a contribution, as the Datanet's owner or a delegate",
    example: "--contribution 1 --decision accept",
  })
    .addOption(text("contribution", "The contribution's id"))
    .addOption(text("decision", "accept or refuse"))
    .addOption(text("reason", "Published reason; its hash goes on-chain"))
    .setAction(() => import("./review.js"))
    .build(),

  defineVerb("freeze", {
    description: "Freeze a Datanet's content as its next version and record the version's seed",
    example: "--datanet 1",
  })
    .addOption(text("datanet", "The Datanet's id"))
    .setAction(() => import("./freeze.js"))
    .build(),

  ...MODEL_TASKS,

  defineVerb("stake", {
    description: "Stake OPEN behind an operator in a role",
    example: "--role attestor --amount 10000",
  })
    .addOption(text("role", "attestor, curator, trainer, host or agent"))
    .addOption(text("amount", "OPEN, e.g. 10000"))
    .addOption(text("operator", "Whom to stake behind (default: the account itself)"))
    .setAction(() => import("./stake.js"))
    .build(),

  defineVerb("describe", {
    description: "Tell where the account serves in a role, and publish the metadata that describes it",
    example: "--role attestor --endpoint https://attestor.example --sealing-key sealing.key",
  })
    .addOption(text("role", "attestor, curator, trainer, host or agent"))
    .addOption(text("endpoint", "Where the service is reached"))
    .addOption(text("metadata", "What else it says of itself, a JSON object in a file"))
    .addOption(
      text("sealingKey", "File of the secret that opens what is sealed to the account; made where there is none"),
    )
    .addOption(PUBLISHED)
    .setAction(() => import("./describe.js"))
    .build(),

  defineVerb("deposit", {
    description: "Reserve OPEN for a payee, who can then settle the payer's vouchers",
    example: "--payee 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --amount 100",
  })
    .addOption(text("payee", "Who serves the answers"))
    .addOption(text("amount", "OPEN, e.g. 100"))
    .addOption(text("payer", "Whose reserve (default: the account's)"))
    .addOption(text("sign", "Send nothing: write the account's signed authorization to this file, good for a day"))
    .addOption(text("authorized", "Send the deposit that its payer signed into this file, paying its gas"))
    .setAction(() => import("./deposit.js"))
    .build(),

  emptyTask("vault", "Money in the vault").build(),
  defineVerb(["vault", "announce"], {
    description: "Announce a withdrawal from the account's reserve for a payee, who can settle meanwhile",
    example: "--payee 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --amount 100",
  })
    .addOption(text("payee", "Whom the reserve is for"))
    .addOption(text("amount", "OPEN, in place of what was announced before; 0 takes it back"))
    .setAction(() => import("./vault-announce.js"))
    .build(),
  defineVerb(["vault", "withdraw"], {
    description: "Withdraw what was announced, once its delay is over",
    example: "--payee 0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  })
    .addOption(text("payee", "Whom the reserve is for"))
    .setAction(() => import("./vault-withdraw.js"))
    .build(),
  defineVerb(["vault", "refund"], {
    description: "Give a payer back what was paid to a fallen model and no final batch answers",
    example: "--model 1",
  })
    .addOption(text("model", "The model's id"))
    .addOption(text("payer", "Who paid (default: the account); anybody may send it"))
    .setAction(() => import("./vault-refund.js"))
    .build(),
  defineVerb(["vault", "climb"], {
    description: "Take a model's royalties one step up its lineage",
    example: "--model 1",
  })
    .addOption(text("model", "The model's id"))
    .setAction(() => import("./vault-climb.js"))
    .build(),
  defineVerb(["vault", "collect"], {
    description: "Pay out the fees and royalties that the vault owes a model owner, or the treasury",
    example: "--account 1",
  })
    .addOption(text("owner", "Whose (default: the account's); anybody may send it"))
    .setAction(() => import("./vault-collect.js"))
    .build(),

  defineVerb("pay", {
    description: "Pay one answer directly",
    example: "--model 1 --payee 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --amount 1 --request-hash 0x…",
  })
    .addOption(text("model", "The model's id"))
    .addOption(text("payee", "Who serves the answer"))
    .addOption(text("amount", "OPEN, e.g. 1"))
    .addOption(text("requestHash", "keccak256(salt ‖ prompt), 32 bytes of hex"))
    .setAction(() => import("./pay.js"))
    .build(),

  defineVerb("attribute", {
    description: "Compute the batch that answers a model's next bucket (closing it if its time is over) and publish it",
    example: "--model 1 --answers answers.json",
  })
    .addOption(text("model", "The model's id"))
    .addOption(text("answers", "What the host kept of its answers, openledger-answers-v1"))
    .addOption(text("queries", "Query vectors of the answers, a safetensors file: of a model that was imported"))
    .addFlag({ name: "silent", description: "Pay the default list for settlements whose answers nobody has" })
    .addOption(PUBLISHED)
    .setAction(() => import("./attribute.js"))
    .build(),

  emptyTask("batch", "Batches of earnings").build(),
  defineVerb(["batch", "sign"], {
    description: "Reproduce a published batch to the last byte and, only then, sign it as an attestor",
    example: "--bundle 0x… --account 1",
  })
    .addOption(text("bundle", "The bundle's data hash"))
    .addFlag({ name: "silent", description: "Accept settlements without answers: none are known here either" })
    .addOption(PUBLISHED)
    .setAction(() => import("./batch-sign.js"))
    .build(),
  defineVerb(["batch", "post"], {
    description: "Post a batch with the signatures collected beside its bundle",
    example: "--bundle 0x…",
  })
    .addOption(text("bundle", "The bundle's data hash"))
    .addOption(PUBLISHED)
    .setAction(() => import("./batch-post.js"))
    .build(),

  defineVerb(["batch", "alone"], {
    description: "Reproduce a batch and post it with a bond, where no quorum answered for too long",
    example: "--bundle 0x…",
  })
    .addOption(text("bundle", "The bundle's data hash"))
    .addFlag({ name: "silent", description: "Accept settlements without answers: none are known here either" })
    .addOption(PUBLISHED)
    .setAction(() => import("./batch-alone.js"))
    .build(),
  defineVerb(["batch", "release"], {
    description: "Give a lone poster its bond back, once its batch is final or was dropped unrefuted",
    example: "--model 1 --bucket 0",
  })
    .addOption(text("model", "The model's id"))
    .addOption(text("bucket", "The bucket that was answered"))
    .setAction(() => import("./batch-release.js"))
    .build(),
  defineVerb(["batch", "pause"], {
    description: "As the pauser: keep a model's pending batches from being final for a while",
    example: "--model 1",
  })
    .addOption(text("model", "The model's id"))
    .setAction(() => import("./batch-pause.js"))
    .build(),
  defineVerb(["batch", "unpause"], {
    description: "As the unpauser: end a model's pause early",
    example: "--model 1",
  })
    .addOption(text("model", "The model's id"))
    .setAction(() => import("./batch-unpause.js"))
    .build(),

  defineVerb("challenge", {
    description: "Recompute a model's batches that are not final and refute the first wrong one",
    example: "--model 1",
  })
    .addOption(text("model", "The model's id"))
    .addFlag({ name: "dryRun", description: "Only tell what is wrong" })
    .addOption(PUBLISHED)
    .setAction(() => import("./challenge.js"))
    .build(),

  emptyTask("data", "Data of batches, on demand").build(),
  defineVerb(["data", "request"], {
    description: "Demand one item of a batch, paying its answer: it is shown in time, or the batch falls",
    example: "--model 1 --bucket 0 --kind row --index 3",
  })
    .addOption(text("model", "The model's id"))
    .addOption(text("bucket", "The bucket that the batch answers"))
    .addOption(text("kind", "piece (of the bundle), row, query, earning or credit"))
    .addOption(text("index", "Its place from 0; of a query the row's, of a credit the contribution's"))
    .addOption(text("part", "Of a query the block of 4,096 lanes, of a credit its place (default: 0)"))
    .setAction(() => import("./data-request.js"))
    .build(),
  defineVerb(["data", "answer"], {
    description: "Show everything that was demanded of a model's batches, from published files, and take the fees",
    example: "--model 1",
  })
    .addOption(text("model", "The model's id"))
    .addOption(PUBLISHED)
    .setAction(() => import("./data-answer.js"))
    .build(),
  defineVerb(["data", "expire"], {
    description: "Drop a model's first batch whose data was not shown in time, and return fees of void requests",
    example: "--model 1",
  })
    .addOption(text("model", "The model's id"))
    .setAction(() => import("./data-expire.js"))
    .build(),

  ...DISPUTE_TASKS,
  ...RESPONSE_TASKS,

  defineVerb("watch", {
    description: "Follow the chain, recompute every batch as it is posted, and refute at once what is wrong",
    example: "--published published,/mnt/mirror --metrics-port 9464",
  })
    .addFlag({
      name: "light",
      description: "Look for the cells of --contribution alone: were they left out of a list?",
    })
    .addOption(text("contribution", "The contribution's id, with --light"))
    .addFlag({ name: "quick", description: "Do not train models and answer public requests again" })
    .addFlag({
      name: "dispute",
      description: "Dispute, with a bond, what running it again contradicts (default: tell the command)",
    })
    .addFlag({ name: "once", description: "Look at everything once and end (6: something wrong stands)" })
    .addFlag({ name: "dryRun", description: "Only tell what is wrong" })
    .addOption({
      ...PUBLISHED,
      description: "Directories and http(s) addresses of published files, with commas between",
    })
    .addOption(text("state", "File of what was judged (default: beside the deployment's)"))
    .addOption(text("metricsPort", "Port on this machine for Prometheus, 0 for a free one (default: none)"))
    .addOption({ name: "poll", description: "Seconds between two looks at the chain", defaultValue: "4" })
    .addOption({ name: "spread", description: "Seconds over which watchers spread a refutation", defaultValue: "30" })
    .addOption({
      name: "patience",
      description: "Seconds before a missing file is asked for on-chain",
      defaultValue: "600",
    })
    .addOption({ name: "cells", description: "Cells of each model that are trained without", defaultValue: "4" })
    .addOption({ name: "trainingLimit", description: "Seconds for the trainings of one model", defaultValue: "3600" })
    .setAction(() => import("./watch.js"))
    .build(),

  defineVerb("claim", {
    description: "Claim everything an owner's contributions have earned, from all models at once",
    example: "--owner 0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  })
    .addOption(text("owner", "Whose earnings (default: the account's); anybody may send the claims"))
    .addFlag({ name: "dryRun", description: "Only tell what can be claimed" })
    .addOption(PUBLISHED)
    .setAction(() => import("./claim.js"))
    .build(),

  defineVerb("explain", {
    description:
      "Explain a payment to the base unit: which answer, which cell, which score, which share, with the proofs",
    example: "--contribution 1 --html explained.html",
  })
    .addOption(text("contribution", "A contribution's id: its statement over all batches that stand"))
    .addOption(text("receipt", "A paid answer: model/bucket/row, e.g. 1/0/12"))
    .addOption(text("html", "Also write a page that opens from disk"))
    .addOption(PUBLISHED)
    .setAction(() => import("./explain.js"))
    .build(),

  defineVerb("spans", {
    description: "Show where an answer's words stand in the data, with proof: provenance, not cause",
    example: "--model 1 --answer answer.txt --prompt prompt.txt",
  })
    .addOption(text("model", "The model's id: all Datanet versions that it was trained on"))
    .addOption(text("datanet", "A Datanet's id: its last frozen version"))
    .addOption(text("answer", "File with the answer, at most 1 MB"))
    .addOption(text("prompt", "File with the prompt; what it held is not shown"))
    .addOption(PUBLISHED)
    .setAction(() => import("./spans.js"))
    .build(),

  defineVerb("retrieve", {
    description: "Show which chunks a prompt retrieves, the answer drawn with them, and what each did for it",
    example: "--model 1 --prompt prompt.txt",
  })
    .addOption(text("model", "The model's id: its adapter, and the Datanet versions that it was trained on"))
    .addOption(text("datanet", "A Datanet's id: its last frozen version, and the base model"))
    .addOption(text("prompt", "File with the prompt, at most 1 MB"))
    .addOption(text("answer", "File with an answer to weigh (default: the likeliest)"))
    .addOption(text("maxBytes", "Bytes of the likeliest answer (default: 64)"))
    .addOption(PUBLISHED)
    .setAction(() => import("./retrieve.js"))
    .build(),

  defineVerb("audit", {
    description:
      "Rebuild every balance, score and root from event logs and published files, and compare (6: not equal)",
    example: "--published published",
  })
    .addFlag({ name: "quick", description: "Do not train the models and answer the public requests again" })
    .addOption(text("influence", "How many receipts to draw and hold to the training itself, gone through backwards"))
    .addOption(PUBLISHED)
    .setAction(() => import("./audit.js"))
    .build(),
];

mapUsageErrors(TASKS.map(({ id }) => id[0] ?? ""));
