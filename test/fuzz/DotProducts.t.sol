// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DotProducts} from "../../contracts/attribution/DotProducts.sol";
import {VectorLibHarness} from "../../contracts/mocks/VectorLibHarness.sol";
import {BlockPair} from "../../contracts/types/BlockPair.sol";
import {FullTree} from "./FullTree.sol";

/// @notice DotProducts against the plain loop over the whole vectors, however the blocks are divided among calls.
contract DotProductsTest {
    VectorLibHarness private immutable _VECTORS = new VectorLibHarness();
    DotProducts private _dots;

    function setUp() external {
        _dots = new DotProducts();
    }

    /// @param cuts how many blocks each call brings, and how many of them were brought before: one byte a call.
    function testFuzz_sumEqualsThePlainLoop(uint256 seed, uint16 words, uint256 cuts) external {
        words = 1 + (words % 700); // up to 6 blocks
        bytes memory a = _lanes(seed, words);
        bytes memory b = _lanes(~seed, words);
        (bytes32 aRoot, BlockPair[] memory pairs, bytes32 bRoot) = _split(a, b);
        uint32 lanes = uint32(a.length);

        uint256 next;
        while (next < pairs.length) {
            uint256 first = next - ((cuts & 0x0f) % (next + 1));
            uint256 end = next + 1 + (((cuts >> 4) & 0x0f) % (pairs.length - next));
            cuts = uint256(keccak256(abi.encode(cuts)));
            _dots.accumulate(aRoot, bRoot, lanes, uint32(first), _slice(pairs, first, end));
            next = end;
            require(_dots.blocksOf(aRoot, bRoot, lanes) == next, "another number of blocks");
            (bool isComplete, ) = _dots.dotOf(aRoot, bRoot, lanes);
            require(isComplete == (next == pairs.length), "complete too early or too late");
        }
        (, int256 dot) = _dots.dotOf(aRoot, bRoot, lanes);
        require(dot == _VECTORS.plainDot(a, b), "dot product differs");
    }

    /// @dev A wrong byte anywhere in any block of either vector is refused.
    function testFuzz_refusesAnyOtherByte(uint256 seed, uint16 words, uint256 place, uint8 flip) external {
        words = 1 + (words % 300); // up to 3 blocks
        bytes memory a = _lanes(seed, words);
        bytes memory b = _lanes(~seed, words);
        (bytes32 aRoot, BlockPair[] memory pairs, bytes32 bRoot) = _split(a, b);

        BlockPair memory pair = pairs[(place >> 64) % pairs.length];
        bytes memory changed = place & 1 == 0 ? pair.a : pair.b;
        uint256 at = (place >> 128) % changed.length;
        changed[at] ^= bytes1(flip == 0 ? 1 : flip);
        try _dots.accumulate(aRoot, bRoot, uint32(a.length), 0, pairs) {
            revert("took a wrong byte");
        } catch {}
    }

    function _split(
        bytes memory a,
        bytes memory b
    ) private view returns (bytes32 aRoot, BlockPair[] memory pairs, bytes32 bRoot) {
        pairs = new BlockPair[]((a.length + 4095) / 4096);
        bytes32[] memory aLeaves = new bytes32[](pairs.length);
        bytes32[] memory bLeaves = new bytes32[](pairs.length);
        for (uint256 i = 0; i < pairs.length; ++i) {
            uint256 end = (i + 1) * 4096 < a.length ? (i + 1) * 4096 : a.length;
            pairs[i].a = this.slice(a, i * 4096, end);
            pairs[i].b = this.slice(b, i * 4096, end);
            (aLeaves[i], bLeaves[i]) = (keccak256(pairs[i].a), keccak256(pairs[i].b));
        }
        for (uint256 i = 0; i < pairs.length; ++i) {
            pairs[i].aProof = FullTree.proofOf(aLeaves, i);
            pairs[i].bProof = FullTree.proofOf(bLeaves, i);
        }
        (aRoot, bRoot) = (FullTree.rootOf(aLeaves), FullTree.rootOf(bLeaves));
    }

    function slice(bytes calldata lanes, uint256 from, uint256 end) external pure returns (bytes memory) {
        return lanes[from:end];
    }

    function _slice(
        BlockPair[] memory pairs,
        uint256 from,
        uint256 end
    ) private pure returns (BlockPair[] memory slice_) {
        slice_ = new BlockPair[](end - from);
        for (uint256 i = from; i < end; ++i) slice_[i - from] = pairs[i];
    }

    function _lanes(uint256 seed, uint256 words) private pure returns (bytes memory lanes) {
        lanes = new bytes(words * 32);
        for (uint256 i = 0; i < words; ++i) {
            bytes32 word = keccak256(abi.encode(seed, i));
            assembly ("memory-safe") {
                mstore(add(add(lanes, 0x20), mul(i, 0x20)), word)
            }
        }
    }
}
