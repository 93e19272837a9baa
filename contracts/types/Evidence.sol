// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Batch} from "./Batch.sol";
import {Cell} from "./Cell.sol";
import {ContributionCells} from "./ContributionCells.sol";
import {Credit} from "./Credit.sol";
import {Earning} from "./Earning.sol";
import {Row} from "./Row.sol";
import {SumNode} from "./SumNode.sol";

// One file for the pieces of evidence: each is a leaf, its place and its proof, and they are only used together.

/// @notice A posted batch in full: what its id commits to.
struct PostedBatch {
    Batch batch;
    address[] signers; // ascending
}

struct RowProof {
    Row row;
    uint32 index;
    bytes32[] proof;
}

struct CellProof {
    Cell cell;
    uint32 index;
    bytes32[] proof;
}

struct ContributionCellsProof {
    ContributionCells cells;
    uint32 index;
    bytes32[] proof;
}

struct EarningProof {
    Earning earning;
    uint32 index;
    bytes32[] proof;
}

struct CreditProof {
    Credit credit;
    uint32 index;
    SumNode[] proof;
}

/// @notice One contribution's earnings from one model, as claimed against one final batch.
struct ClaimItem {
    uint256 modelId;
    uint64 bucket;
    bytes32 digest; // see BatchRef
    bytes32 signersHash;
    bytes32 earningsRoot;
    uint32 index;
    Earning earning;
    bytes32[] proof;
}
