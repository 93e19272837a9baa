import { keccak256 } from "./keccak";

/** A leaf's message: type hash, hash of the chunk, its length as a word of 32 bytes (EIP-712). */
const leaf = memory.data(96, 16);

/** Two nodes side by side, where the right one is padding. */
const pair = memory.data(64, 16);

/** The padding of a level: root of a subtree that holds no chunk. */
const empty = memory.data(64, 16);

/** How many nodes a tree of `count` leaves has, its root among them, padding left out. */
export function treeNodes(count: i32): usize {
  let nodes = count;
  for (let width = count; width > 1;) {
    width = (width + 1) >> 1;
    nodes += width;
  }
  return nodes;
}

/** Writes the nodes of the tree over the chunks that end at `ends`, level after level from the leaves up. */
export function hashTree(typeHash: usize, text: usize, ends: usize, count: i32, nodes: usize): void {
  memory.copy(leaf, typeHash, 32);
  let start = 0;
  for (let i = 0; i < count; i++) {
    const end = load<i32>(ends + ((<usize>i) << 2));
    keccak256(text + start, end - start, leaf + 32);
    store<u32>(leaf, bswap<u32>(end - start), 92);
    keccak256(leaf, 96, nodes + ((<usize>i) << 5));
    start = end;
  }

  memory.fill(empty, 0, 32);
  let level = nodes;
  for (let width = count; width > 1; width = (width + 1) >> 1) {
    const above = level + ((<usize>width) << 5);
    joinLevel(level, width, above);
    memory.copy(empty + 32, empty, 32);
    keccak256(empty, 64, empty);
    level = above;
  }
}

/** Writes the parents of a level's nodes: two neighbours stand side by side as they are hashed. */
function joinLevel(level: usize, width: i32, above: usize): void {
  for (let i = 0; i < width; i += 2) {
    let children = level + ((<usize>i) << 5);
    if (i + 1 == width) {
      memory.copy(pair, children, 32);
      memory.copy(pair + 32, empty, 32);
      children = pair;
    }
    keccak256(children, 64, above + ((<usize>i) << 4));
  }
}
