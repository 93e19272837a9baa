// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {VectorLibHarness} from "../../contracts/mocks/VectorLibHarness.sol";
import {FullTree} from "./FullTree.sol";

/// @notice VectorLib against the plain loop and the full tree.
contract VectorLibTest {
    VectorLibHarness private immutable _VECTORS = new VectorLibHarness();

    function testFuzz_dotEqualsThePlainLoop(uint256 seed, uint8 words) external view {
        _compare(_lanes(seed, words), _lanes(~seed, words));
    }

    /// @dev Only -128, -127, -1, 0, 1 and 127: the limits of every limb.
    function testFuzz_dotEqualsThePlainLoopAtTheEdges(uint256 seed, uint8 words) external view {
        _compare(_edges(_lanes(seed, words)), _edges(_lanes(~seed, words)));
    }

    /// @dev One lane on each side: every pair of places must meet only itself.
    function testFuzz_dotMultipliesOnlyLanesOfOnePlace(uint8 i, uint8 j, uint8 x, uint8 y) external view {
        bytes memory a = new bytes(256);
        bytes memory b = new bytes(256);
        a[i] = bytes1(x);
        b[j] = bytes1(y);
        int256 expected = i == j ? int256(int8(x)) * int8(y) : int256(0);
        require(_VECTORS.dot(a, b) == expected, "lanes of two places meet");
    }

    function test_dotOfMostLanesAtTheLimits() external view {
        bytes memory least = _filled(65_536, 0x80);
        bytes memory most = _filled(65_536, 0x7f);
        require(_VECTORS.dot(least, least) == 65_536 * 16_384, "-128 by -128");
        require(_VECTORS.dot(least, most) == -65_536 * 16_256, "-128 by 127");
        require(_VECTORS.dot(most, most) == 65_536 * 16_129, "127 by 127");
    }

    function testFuzz_rootIsThatOfTheBlocks(uint256 seed, uint16 words) external view {
        bytes memory lanes = _lanes(seed, words % 700); // up to 6 blocks
        if (lanes.length == 0) return;
        bytes32[] memory blocks = new bytes32[]((lanes.length + 4095) / 4096);
        for (uint256 i = 0; i < blocks.length; ++i) {
            uint256 end = (i + 1) * 4096;
            blocks[i] = keccak256(this.slice(lanes, i * 4096, end < lanes.length ? end : lanes.length));
        }
        require(_VECTORS.rootOf(lanes) == FullTree.rootOf(blocks), "root differs");
    }

    function slice(bytes calldata lanes, uint256 from, uint256 end) external pure returns (bytes memory) {
        return lanes[from:end];
    }

    function _compare(bytes memory a, bytes memory b) private view {
        require(_VECTORS.dot(a, b) == _VECTORS.plainDot(a, b), "dot product differs");
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

    function _edges(bytes memory lanes) private pure returns (bytes memory) {
        bytes6 edges = 0x8081ff00017f;
        for (uint256 i = 0; i < lanes.length; ++i) lanes[i] = edges[uint8(lanes[i]) % 6];
        return lanes;
    }

    function _filled(uint256 size, bytes1 value) private pure returns (bytes memory lanes) {
        lanes = new bytes(size);
        for (uint256 i = 0; i < size; ++i) lanes[i] = value;
    }
}
