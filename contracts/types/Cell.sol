// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One training unit: leaf of a model's response tree.
struct Cell {
    uint32 contribution; // index into the manifest's contribution table
    uint64 weight; // w = max(0, h . b)
    bytes32 vectorRoot; // vector root of the response b
}
