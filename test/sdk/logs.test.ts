import { expect } from "chai";
import { type Filter, getAddress, Log, type Provider, toBeHex, zeroPadValue } from "ethers";

import { eventsOf } from "../../sdk/src/chain-event.js";
import { type Client, connect } from "../../sdk/src/client.js";
import { CONTRACT_KEYS, CONTRACTS, interfaceOf } from "../../sdk/src/contracts.js";
import type { Deployment } from "../../sdk/src/deployment.js";
import { describeDeployment } from "../../sdk/src/describe-deployment.js";
import { NetworkError } from "../../sdk/src/errors.js";
import { readEvents, UnknownEventError } from "../../sdk/src/logs.js";
import { rejection } from "../helpers/rejection.js";

const ADDRESSES = Object.fromEntries(
  CONTRACT_KEYS.map((key, i) => [CONTRACTS[key].name, zeroPadValue(toBeHex(i + 1), 20)]),
) as Deployment["addresses"];
const PAYER = getAddress(zeroPadValue("0xaa", 20));
const PAYEE = getAddress(zeroPadValue("0xbb", 20));
const FIRST_BLOCK = 10;
const NEWEST_BLOCK = 200;

/** A log of the vault: deposit number `amount`. */
function deposit(provider: Provider, place: { readonly block: number; readonly index: number }, amount: bigint): Log {
  const abi = interfaceOf("vault");
  const { topics, data } = abi.encodeEventLog("Deposited", [PAYER, PAYEE, PAYER, amount, amount]);
  return new Log(
    {
      address: ADDRESSES.InferenceVault,
      topics,
      data,
      blockNumber: place.block,
      index: place.index,
      transactionHash: zeroPadValue(toBeHex(place.block), 32),
      blockHash: zeroPadValue("0x01", 32),
      transactionIndex: 0,
      removed: false,
    },
    provider,
  );
}

/** A node that answers ranges of at most `limit` blocks, newest log first, and counts what it is asked. */
class Node {
  readonly asked: { from: number; to: number }[] = [];
  readonly limit: number;
  readonly refusal: unknown;
  logs: Log[] = [];

  constructor(limit: number, refusal: unknown = new Error("query returned more than 10000 results")) {
    this.limit = limit;
    this.refusal = refusal;
  }

  getBlockNumber = async (): Promise<number> => NEWEST_BLOCK;

  getLogs = async ({ fromBlock, toBlock }: Filter): Promise<Log[]> => {
    const [from, to] = [Number(fromBlock), Number(toBlock)];
    this.asked.push({ from, to });
    if (to - from + 1 > this.limit) throw this.refusal;
    return this.logs.filter(({ blockNumber }) => blockNumber >= from && blockNumber <= to).reverse();
  };

  get provider(): Provider {
    return this as unknown as Provider; // all that reading asks of a provider
  }

  client(): Client {
    return connect(
      this.provider,
      describeDeployment({ chainId: 1, deployBlock: FIRST_BLOCK, addresses: ADDRESSES, arguments: {} }),
    );
  }
}

const PLACES = [
  { block: 10, index: 0 },
  { block: 10, index: 3 },
  { block: 99, index: 1 },
  { block: 200, index: 0 },
];

function nodeWithLogs(limit: number): Node {
  const node = new Node(limit);
  node.logs = PLACES.map((place, i) => deposit(node.provider, place, BigInt(i)));
  return node;
}

describe("readEvents", () => {
  for (const limit of [1000, 64, 1]) {
    it(`reads everything in order from a node that answers ${String(limit)} blocks at once`, async () => {
      const node = nodeWithLogs(limit);
      const events = await readEvents(node.client());
      expect(events.map(({ blockNumber, logIndex }) => ({ block: blockNumber, index: logIndex }))).to.deep.equal(
        PLACES,
      );
      expect(eventsOf(events, "vault", "Deposited").map(({ args }) => args.amount)).to.deep.equal([0n, 1n, 2n, 3n]);
    });
  }

  it("asks for every block once, from the deployment to the newest", async () => {
    const node = nodeWithLogs(50);
    await readEvents(node.client(), { pageBlocks: 50 });
    expect(node.asked.flatMap(({ from, to }) => [from, to])).to.deep.equal([10, 59, 60, 109, 110, 159, 160, 200]);
  });

  it("grows its pages again after a refusal", async () => {
    const node = nodeWithLogs(64);
    await readEvents(node.client(), { pageBlocks: 128 });
    const answered = node.asked.filter(({ from, to }) => to - from + 1 <= 64);
    expect(answered.length).to.be.at.most(4);
  });

  it("decodes structs and names by the ABI", async () => {
    const [first] = await readEvents(nodeWithLogs(1000).client());
    expect(first).to.deep.include({ contract: "vault", event: "Deposited", logIndex: 0 });
    expect(first!.args).to.deep.equal({ payer: PAYER, payee: PAYEE, from: PAYER, amount: 0n, reserve: 0n });
  });

  it("throws rather than leave out an event it cannot decode", async () => {
    const node = nodeWithLogs(1000);
    const foreign = { ...node.logs[0]!, topics: [zeroPadValue("0x01", 32)] } as unknown as Log;
    node.logs.push(foreign);
    await rejection(UnknownEventError, readEvents(node.client()));
  });

  it("gives up at once on a node that is gone", async () => {
    const node = new Node(0, Object.assign(new Error("connect"), { code: "ECONNREFUSED" }));
    await rejection(NetworkError, readEvents(node.client()));
    expect(node.asked).to.have.length(1);
  });
});
