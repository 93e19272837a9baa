// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleLib} from "./MerkleLib.sol";

/// @title Vectors of packed int8 lanes: docs/file-formats.md, "Trees" and "Numbers".
library VectorLib {
    uint256 internal constant BLOCK_LANES = 4096;
    /// @dev Up to here no limb of {dot} overflows, see there.
    uint256 internal constant MAX_DOT_LANES = 65_536;

    error VectorLengthMismatch(uint256 left, uint256 right);
    error VectorBadLength(uint256 lanes, uint256 max);

    /// @notice The Merkle root over the hashes of the vector's blocks of 4,096 lanes, the last one possibly shorter. 0 for no lanes.
    function rootOf(bytes calldata lanes) internal pure returns (bytes32) {
        if (lanes.length <= BLOCK_LANES) return lanes.length == 0 ? bytes32(0) : keccak256(lanes);

        uint256 count = blockCount(lanes.length);
        uint256 width = 1 << MerkleLib.depthOf(count);
        bytes32[] memory level = new bytes32[](width); // zero-filled: the padding
        for (uint256 i = 0; i < count; ++i) {
            uint256 from = i * BLOCK_LANES;
            level[i] = keccak256(lanes[from:from + blockLength(lanes.length, i)]);
        }
        for (; width > 1; width /= 2) {
            for (uint256 i = 0; i < width; i += 2) level[i / 2] = MerkleLib.hashPair(level[i], level[i + 1]);
        }
        return level[0];
    }

    /// @notice {rootOf} of a vector of zeros: the query of an answer that nobody can show.
    /// @dev All full blocks are equal, so each level has three kinds of node: full ones, the last one, and padding after it.
    /// @param lanes above 0.
    function rootOfZeros(uint32 lanes) internal pure returns (bytes32) {
        if (lanes <= BLOCK_LANES) return keccak256(new bytes(lanes));

        bytes32 full = keccak256(new bytes(BLOCK_LANES));
        uint256 rest = lanes % BLOCK_LANES;
        bytes32 last = rest == 0 ? full : keccak256(new bytes(rest));
        bytes32 padding;
        for (uint256 at = (lanes - 1) / BLOCK_LANES; at != 0; at /= 2) {
            last = at % 2 == 0 ? MerkleLib.hashPair(last, padding) : MerkleLib.hashPair(full, last);
            full = MerkleLib.hashPair(full, full);
            padding = MerkleLib.hashPair(padding, padding);
        }
        return last;
    }

    /// @return how many blocks a vector of so many lanes has.
    function blockCount(uint256 lanes) internal pure returns (uint256) {
        return (lanes + BLOCK_LANES - 1) / BLOCK_LANES;
    }

    /// @param index of a block of the vector, below {blockCount}.
    /// @return lanes of that block: all have 4,096 but the last, which has the rest.
    function blockLength(uint256 lanes, uint256 index) internal pure returns (uint256) {
        uint256 rest = lanes - index * BLOCK_LANES;
        return rest < BLOCK_LANES ? rest : BLOCK_LANES;
    }

    /// @notice The dot product of two vectors, exact.
    /// @param a lanes in two's complement, a multiple of 32, at most 65,536.
    /// @param b as many.
    function dot(bytes calldata a, bytes calldata b) internal pure returns (int256) {
        if (a.length != b.length) revert VectorLengthMismatch(a.length, b.length);
        if (a.length % 32 != 0 || a.length > MAX_DOT_LANES) revert VectorBadLength(a.length, MAX_DOT_LANES);

        uint256 from;
        uint256 gap;
        assembly ("memory-safe") {
            from := a.offset
            gap := sub(b.offset, a.offset)
        }
        return _dot(from, from + a.length, gap);
    }

    /// @dev Eight lanes a multiplication, four multiplications a word. A word is 8 limbs of 32 bits, of 4 lanes each. For each of the
    /// four places in a limb, take the lane there out of every limb: `A = sum over k of a[k] * 2^(32k)`, with the lanes' signs.
    /// With b's limbs reversed, `B = sum over k of b[k] * 2^(32(7-k))`, and the limb of weight 2^224 of A * B is `sum of a[k] * b[k]`;
    /// higher ones vanish modulo 2^256. Products are added up over all words, and read once.
    ///
    /// Sign: XOR with 0x80 turns lane x into x + 128, in 0 ... 255; subtracting 128 at every limb gives it back, as an integer
    /// modulo 2^256 whose limbs have signs.
    ///
    /// Bounds: a limb of one product is a sum of at most 8 products of lanes, each at most 2^14 in size, so at most 2^17. 65,536
    /// lanes are 2^13 multiplications, so a limb of the sum is at most 2^30 in size. The limbs below the top one together are then
    /// at most 2^30 * (2^192 + 2^160 + ...) < 2^223 in size, so adding 2^223 before the (arithmetic) shift by 224 rounds
    /// them away whatever their sign: the result is the top limb, exactly.
    /// @param from position of a in calldata.
    /// @param end of a.
    /// @param gap from a to b, modulo 2^256.
    function _dot(uint256 from, uint256 end, uint256 gap) private pure returns (int256 result) {
        assembly ("memory-safe") {
            let lane := 0x000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff
            let bias := 0x0000008000000080000000800000008000000080000000800000008000000080
            let odd32 := 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff
            let odd64 := 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff
            let signs := 0x8080808080808080808080808080808080808080808080808080808080808080

            for {} lt(from, end) {
                from := add(from, 0x20)
            } {
                let x := xor(calldataload(from), signs)
                let y := xor(calldataload(add(from, gap)), signs)

                // Reverse the eight limbs of y: swap neighbours, then pairs, then halves.
                y := or(and(shr(32, y), odd32), shl(32, and(y, odd32)))
                y := or(and(shr(64, y), odd64), shl(64, and(y, odd64)))
                y := or(shr(128, y), shl(128, y))

                result := add(result, mul(sub(and(x, lane), bias), sub(and(y, lane), bias)))
                result := add(result, mul(sub(and(shr(8, x), lane), bias), sub(and(shr(8, y), lane), bias)))
                result := add(result, mul(sub(and(shr(16, x), lane), bias), sub(and(shr(16, y), lane), bias)))
                result := add(result, mul(sub(and(shr(24, x), lane), bias), sub(and(shr(24, y), lane), bias)))
            }
            result := sar(224, add(result, shl(223, 1)))
        }
    }
}
