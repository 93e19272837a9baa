import type { Exchange } from "./answer-windows.js";
import { answerWindows } from "./answer-windows.js";
import { NonFiniteError } from "../errors.js";
import type { Lora } from "./lora.js";
import { loraGradient } from "./lora.js";

/**
 * Gradient at the adapter's lanes of the answer's mean loss (nats a byte), and that loss. Windows are added in order.
 * @param onWindow sees the sum after each window: a view, good only during the call.
 */
export function answerGradient(
  lora: Lora,
  exchange: Exchange,
  onWindow?: (sum: Float32Array) => void,
): { loss: number; gradient: Float32Array<ArrayBuffer> } {
  const { network, laneCount } = lora;
  const { arena, kernels } = network.engine;
  return arena.scope(() => {
    const total = arena.floats(laneCount);
    const single = arena.floats(laneCount);
    const bytes = exchange.answer.length;
    let loss = 0;
    for (const sample of answerWindows(exchange, network.config.context)) {
      loss += loraGradient(lora, sample, single);
      kernels.axpy(total, single, 1 / bytes, laneCount);
      onWindow?.(arena.view(total, laneCount));
    }
    if (!Number.isFinite(loss)) throw new NonFiniteError("the answer's loss");
    const broken = kernels.firstNonFinite(total, laneCount);
    if (broken >= 0) throw new NonFiniteError(`lane ${broken} of the answer's gradient`);
    return { loss: loss / bytes, gradient: arena.view(total, laneCount).slice() };
  });
}
