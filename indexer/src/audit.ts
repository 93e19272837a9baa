import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import type { ChainEvent } from "../../sdk/src/chain-event.js";
import type { Client } from "../../sdk/src/client.js";
import { readEvents } from "../../sdk/src/logs.js";
import { auditAccounts } from "./audit/accounts.js";
import { auditBalances } from "./audit/balances.js";
import { auditBatches } from "./audit/batches.js";
import type { AuditCheck } from "./audit/comparison.js";
import { auditData } from "./audit/data.js";
import { auditDisputes } from "./audit/disputes.js";
import { auditInfluence, type ReceiptInfluence } from "./audit/influence.js";
import { auditModels } from "./audit/models.js";
import { auditPayments } from "./audit/payments.js";
import { auditReExecution } from "./audit/re-execution.js";
import { auditRegistries } from "./audit/registries.js";
import { auditRequests } from "./audit/requests.js";
import { auditStakes } from "./audit/stakes.js";
import type { Published } from "./published.js";
import { replay, type World } from "./replay.js";

export type AuditReport = {
  readonly checks: readonly AuditCheck[];
  /** Whether every value that was compared is equal. */
  readonly matches: boolean;
  /** Of the receipts that were drawn, if any were to be: figures to judge, not values that must be equal. */
  readonly influence?: readonly ReceiptInfluence[];
  readonly world: World;
};

export type AuditOptions = {
  readonly client: Client;
  /** Receives the protocol's part of fees; see the deployment's arguments. */
  readonly treasury: string;
  readonly published: Published;
  /** With it, models are trained and public requests answered again. */
  readonly lab?: { readonly engine: Engine; readonly base: BaseModel };
  /** How many receipts have their scores held to the training itself, and what they are drawn with; needs the lab. */
  readonly influence?: { readonly count: number; readonly seed: string };
  readonly onCheck?: (check: AuditCheck) => void;
  /** Default: all of the deployment, read from the client. */
  readonly events?: readonly ChainEvent[];
};

/** Rebuilds every balance, score and root from event logs and published files alone, and compares with what the chain says. */
export async function audit(options: AuditOptions): Promise<AuditReport> {
  const { client, published, lab, onCheck } = options;
  const world = replay(options.events ?? (await readEvents(client)), options.treasury);

  const checks: AuditCheck[] = [];
  const done = (check: AuditCheck): void => {
    checks.push(check);
    onCheck?.(check);
  };
  done(await auditBalances(client, world));
  done(await auditStakes(client, world));
  done(await auditPayments(client, world));
  done(await auditRegistries(client, world));
  done(await auditAccounts(client, world));
  done(await auditRequests(client, world));
  done(await auditDisputes(client, world));
  done(await auditData(world, published));
  const { check, models } = await auditModels(client, world, published);
  done(check);
  done(await auditBatches(world, published, { deployment: client.deployment, models }));
  if (lab !== undefined) done(await auditReExecution(world, published, { ...lab, models }));
  const influence =
    lab === undefined || options.influence === undefined
      ? undefined
      : await auditInfluence(world, published, { ...lab, models }, options.influence);
  const matches = checks.every(({ differences }) => differences.length === 0);
  return { checks, matches, ...(influence && { influence }), world };
}
