// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title The Merkle tree of docs/file-formats.md, plainly: all leaves in memory, padded to a power of two.
/// @notice The reference that the libraries are compared with. Shares no code with them.
library FullTree {
    function rootOf(bytes32[] memory leaves) internal pure returns (bytes32) {
        bytes32[] memory level = _padded(leaves);
        while (level.length > 1) level = _above(level);
        return level[0];
    }

    function proofOf(bytes32[] memory leaves, uint256 index) internal pure returns (bytes32[] memory proof) {
        bytes32[] memory level = _padded(leaves);
        proof = new bytes32[](_depthOf(level.length));
        for (uint256 k = 0; level.length > 1; ++k) {
            proof[k] = index % 2 == 0 ? level[index + 1] : level[index - 1];
            level = _above(level);
            index /= 2;
        }
    }

    function _padded(bytes32[] memory leaves) private pure returns (bytes32[] memory level) {
        uint256 width = 1;
        while (width < leaves.length) width *= 2;
        level = new bytes32[](width);
        for (uint256 i = 0; i < leaves.length; ++i) level[i] = leaves[i];
    }

    function _above(bytes32[] memory level) private pure returns (bytes32[] memory above) {
        above = new bytes32[](level.length / 2);
        for (uint256 i = 0; i < above.length; ++i) above[i] = keccak256(abi.encode(level[2 * i], level[2 * i + 1]));
    }

    function _depthOf(uint256 width) private pure returns (uint256 depth) {
        while (1 << depth < width) ++depth;
    }
}
