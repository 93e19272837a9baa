import type { Exchange } from "./answer-windows.js";
import { answerWindows } from "./answer-windows.js";
import { NonFiniteError } from "../errors.js";
import type { Lora } from "./lora.js";
import { sampleLoss } from "./lora.js";

/** Mean loss of the answer's bytes, in nats a byte, under the merged adapter. Forward only. */
export function answerLoss({ network }: Lora, exchange: Exchange): number {
  const windows = answerWindows(exchange, network.config.context);
  const loss = windows.reduce((sum, sample) => sum + sampleLoss(network, sample), 0) / exchange.answer.length;
  if (!Number.isFinite(loss)) throw new NonFiniteError("the answer's loss");
  return loss;
}
