// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Entry} from "./Entry.sol";

/// @notice One paid answer of a bucket, in settlement order: leaf of a batch's row tree.
/// @dev Entries are the at most 16 cells of largest positive share, by share falling, then cell rising. No entries means
/// that no cell moved the answer: then the model's default list is paid.
struct Row {
    uint64 sequence; // the settlement that paid it
    bytes32 head; // the channel's head after this receipt
    uint128 cumulativeFee; // token base units, the channel's total after this receipt
    bytes32 requestHash;
    bytes32 responseHash;
    bytes32 queryRoot; // vector root of a
    Entry[] entries;
}
