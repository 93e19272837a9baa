import type { Client } from "../../../sdk/src/client.js";
import type { World } from "../replay.js";
import { Comparison, type AuditCheck } from "./comparison.js";

/** Every demand for data from DataAvailability's events, against the contract; and that it holds the fees of the open ones. */
export async function auditRequests(client: Client, { availability, token }: World): Promise<AuditCheck> {
  const check = new Comparison("requests for data");
  for (const [id, { fate, asker, fee, answerBy }] of availability.requests) {
    const found = await client.availability.requestOf(id);
    const isReturned = fate === "expired" || fate === "reclaimed";
    check.equal(`request ${id} is answered`, fate === "answered", found.isAnswered);
    check.equal(`request ${id} answer by`, isReturned ? 0n : answerBy, found.answerBy);
    check.equal(`request ${id} fee`, fate === "open" ? fee : 0n, found.fee);
    if (fate === "open") check.equal(`request ${id} asker`, asker, found.asker);
  }
  for (const [signer, { count }] of availability.counted) {
    check.equal(`withheld by ${signer}`, count, (await client.availability.withholdingOf(signer)).count);
  }
  check.equal(
    "balance of DataAvailability = fees of open requests",
    availability.open().reduce((sum, { fee }) => sum + fee, 0n),
    token.balances.get(client.deployment.addresses.DataAvailability),
  );
  return check.result();
}
