// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Batch} from "./Batch.sol";
import {Cell} from "./Cell.sol";
import {ContributionCells} from "./ContributionCells.sol";
import {Credit} from "./Credit.sol";
import {Earning} from "./Earning.sol";
import {Row} from "./Row.sol";
import {Settlement} from "./Settlement.sol";
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

/// @notice A row with the hash of its list in place of the list: what receipts are proved with.
struct BareRow {
    uint64 sequence;
    bytes32 head;
    uint128 cumulativeFee; // token base units
    bytes32 requestHash;
    bytes32 responseHash;
    bytes32 queryRoot;
    bytes32 entriesHash; // EntryLib.listHash
}

struct BareRowProof {
    BareRow row;
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

/// @notice The answer before a settlement's first one in its channel: the row that ends the channel's settlement before.
struct PriorAnswer {
    PostedBatch posted; // where the row stands; left out (rowCount 0) where it is the refuted batch itself
    BareRowProof row;
    Settlement settlement;
}

/// @notice Any node of a statement's tree: its level follows from the proof's length.
struct SumNodeProof {
    SumNode node;
    uint32 index; // in its level
    SumNode[] proof;
}

/// @notice What the batch before says of the same contribution: the three words behind its id, and the leaf at the same place.
struct ParentEarning {
    bytes32 digest;
    bytes32 signersHash;
    bytes32 earningsRoot;
    Earning earning;
    bytes32[] proof;
}

/// @notice One contribution's earnings from one model, as claimed against one final batch.
struct ClaimItem {
    uint256 modelId;
    uint64 bucket;
    bytes32 digest; // with the next two: what the batch's id is of
    bytes32 signersHash;
    bytes32 earningsRoot;
    uint32 index;
    Earning earning;
    bytes32[] proof;
}
