// A language model of its own: the next symbol from the one before it, by softmax regression with an L2 penalty. It knows nothing of
// OpenLedger. One weight for each pair (symbol before, symbol after): 64 x 64 = 4,096 weights, which are the lanes of its vectors.
import { createHash } from "node:crypto";

const ALPHABET = " \nabcdefghijklmnopqrstuvwxyz0123456789.,;:!?'\"()[]{}<>=+-*/_&#@%";
export const SYMBOLS = ALPHABET.length;
export const LANES = SYMBOLS * SYMBOLS;

/** The L2 penalty, and hence the damping of the influence. */
export const DAMPING = 0.25;
const NEWTON_STEPS = 60;
/** Of every gradient. */
const CONVERGED = 1e-7;
const SPACE = 0;

/** A text as symbols; capitals are read as small letters, what is not in the alphabet as a space. */
export function symbolsOf(text) {
  return Array.from(text.toLowerCase(), (character) => Math.max(SPACE, ALPHABET.indexOf(character)));
}

/** How often each symbol follows each: counts[before * SYMBOLS + after]. */
export function countsOf(text) {
  const counts = new Float64Array(LANES);
  const symbols = symbolsOf(text);
  for (let i = 1; i < symbols.length; i++) counts[symbols[i - 1] * SYMBOLS + symbols[i]] += 1;
  return counts;
}

export function sumOf(all) {
  const sum = new Float64Array(LANES);
  for (const counts of all) counts.forEach((count, lane) => (sum[lane] += count));
  return sum;
}

/**
 * Minimises `loss(counts) + DAMPING / 2 * |weights|^2` by Newton's method; a step that overshoots is halved.
 * @param start where to begin: near the minimum, few steps are needed.
 */
export function train(counts, start = new Float64Array(LANES)) {
  let weights = start;
  let objective = objectiveOf(weights, counts);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const gradient = gradientOf(weights, counts).map((value, lane) => value + DAMPING * weights[lane]);
    if (gradient.every((value) => Math.abs(value) < CONVERGED)) break;
    const move = solve(weights, counts, gradient);
    for (let part = 1; part > 2 ** -20; part /= 2) {
      const next = weights.map((value, lane) => value - part * move[lane]);
      const reached = objectiveOf(next, counts);
      if (reached >= objective) continue;
      [weights, objective] = [next, reached];
      break;
    }
  }
  return weights;
}

function objectiveOf(weights, counts) {
  return lossOf(weights, counts) + (DAMPING / 2) * weights.reduce((sum, value) => sum + value * value, 0);
}

/** Gradient of `loss(counts) = -sum of counts * log p(after | before)` in the weights. */
export function gradientOf(weights, counts) {
  const gradient = new Float64Array(LANES);
  for (let before = 0; before < SYMBOLS; before++) {
    const { at, total, p } = block(weights, counts, before);
    for (let after = 0; after < SYMBOLS; after++) gradient[at + after] = total * p[after] - counts[at + after];
  }
  return gradient;
}

export function lossOf(weights, counts) {
  let loss = 0;
  for (let before = 0; before < SYMBOLS; before++) {
    const { at, p } = block(weights, counts, before);
    for (let after = 0; after < SYMBOLS; after++) {
      if (counts[at + after] > 0) loss -= counts[at + after] * Math.log(p[after]);
    }
  }
  return loss;
}

/**
 * Damped influence `(F + DAMPING)^-1 vector`, F the Fisher information of the training counts (here also the Hessian). A block is
 * `diag(d) - total p p'` with `d = total p + DAMPING`, so its inverse is known in closed form (Sherman and Morrison).
 */
export function solve(weights, counts, vector) {
  const solved = new Float64Array(LANES);
  for (let before = 0; before < SYMBOLS; before++) {
    const { at, total, p } = block(weights, counts, before);
    const d = p.map((value) => total * value + DAMPING);
    let [along, norm] = [0, 0];
    for (let after = 0; after < SYMBOLS; after++) {
      along += (p[after] * vector[at + after]) / d[after];
      norm += (p[after] * p[after]) / d[after];
    }
    const factor = (total * along) / (1 - total * norm);
    for (let after = 0; after < SYMBOLS; after++)
      solved[at + after] = (vector[at + after] + factor * p[after]) / d[after];
  }
  return solved;
}

/** Goes on from a prompt for `length` symbols, drawn by the hash of a seed: the same seed, the same text. */
export function complete(weights, prompt, { length, seed }) {
  let before = symbolsOf(prompt).at(-1) ?? SPACE;
  let text = "";
  for (let i = 0; i < length; i++) {
    const { p } = block(weights, NOTHING, before);
    let left = createHash("sha256").update(`${seed}/${i}`).digest().readUInt32BE() / 2 ** 32;
    before = p.findIndex((value) => (left -= value) < 0);
    if (before < 0) before = SPACE; // the rounding of a sum of probabilities
    text += ALPHABET[before];
  }
  return text;
}

const NOTHING = new Float64Array(LANES);

function block(weights, counts, before) {
  const at = before * SYMBOLS;
  const row = weights.subarray(at, at + SYMBOLS);
  const largest = Math.max(...row);
  const powers = row.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, value) => total + value, 0);
  let total = 0;
  for (let after = 0; after < SYMBOLS; after++) total += counts[at + after];
  return { at, total, p: powers.map((value) => value / sum) };
}
