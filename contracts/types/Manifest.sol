// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {VersionRef} from "./VersionRef.sol";

/// @notice Everything that defines a model version: a pure function of frozen data, seed and engine.
/// @dev `manifestHash = keccak256(abi.encode(manifest))`. The event carries the fields and where the files are.
struct Manifest {
    bytes32 baseHash; // keccak256 of the base checkpoint's bytes
    uint256[] parents; // models this one descends from
    VersionRef[] versions; // ascending by datanetId
    bytes32 seed; // keccak256(abi.encode(seeds of the versions, in their order))
    bytes32 engineHash; // keccak256 of the compute kernels' bytes
    bytes32 recipeHash; // keccak256 of the canonical training recipe
    bytes32 weightsHash; // keccak256 of the adapter's safetensors bytes
    bytes32 contributionRoot; // Merkle root of ContributionCells
    uint32 contributionCount;
    bytes32 responseRoot; // Merkle root of Cell
    uint32 cellCount;
    uint32 lanes; // int8 lanes of every vector, a multiple of 32
    uint32 responseScaleBits; // IEEE-754 bits of the float32 scale common to all responses
    bytes32 dataHash; // Merkle root over the 4 KB pieces of the published bundle
}
