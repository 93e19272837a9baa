/** x (rows×d) = table[token] + positions[row]: one byte is one token. */
export function embed(x: usize, tokens: usize, table: usize, positions: usize, rows: usize, d: usize): void {
  const bytes: usize = d << 2;
  for (let row: usize = 0; row < rows; row++) {
    const from = table + <usize>load<u8>(tokens + row) * bytes;
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(x + at, f32x4.add(v128.load(from + at), v128.load(positions + at)));
    }
    x += bytes;
    positions += bytes;
  }
}

/** Adds `dx` to the gradients of both tables, rows in ascending order. */
export function embedBackward(dTable: usize, dPositions: usize, tokens: usize, dx: usize, rows: usize, d: usize): void {
  const bytes: usize = d << 2;
  for (let row: usize = 0; row < rows; row++) {
    const to = dTable + <usize>load<u8>(tokens + row) * bytes;
    for (let at: usize = 0; at < bytes; at += 16) {
      const change = v128.load(dx + at);
      v128.store(to + at, f32x4.add(v128.load(to + at), change));
      v128.store(dPositions + at, f32x4.add(v128.load(dPositions + at), change));
    }
    dx += bytes;
    dPositions += bytes;
  }
}
