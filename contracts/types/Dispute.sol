// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Verdict} from "./Verdict.sol";

/// @notice A re-execution dispute. Times, bond and panel size are snapshots of its opening.
struct Dispute {
    // slot 0
    address challenger;
    uint40 openedAt; // Unix seconds
    uint24 phaseSeconds;
    uint8 seats; // PanelSize
    uint8 panel; // attestors seated, <= seats; 0 until the panel is drawn
    uint8 upheldVotes; // revealed
    uint8 refutedVotes; // revealed
    // slot 1
    address defender; // who answered, 0 while nobody did
    uint96 bond; // token base units, of each of challenger, defender and appellant
    // slot 2
    address appellant; // 0 while nobody appealed
    uint32 difference; // lowest step named at which the trajectories part, 2^32 - 1 while none is
    uint64 seedBlock; // its hash seats the panel, 0 until armed
    // slot 3
    uint32 claimedSteps;
    uint32 answeredSteps;
    uint64 bucket; // of a row's batch
    Verdict ruling; // governance's, Undecided while it is silent
    bool settled;
    // slots 4 to 10
    bytes32 claimedRoot;
    bytes32 answeredRoot;
    bytes32 committed; // what stands: the result of an honest re-run
    bytes32 subject; // what is disputed, once
    bytes32 boundHash; // keccak256(abi.encode(accounts whose stake or bond answers for it))
    uint256 modelId;
    bytes32 batchId; // of a row's batch, 0 for a manifest
}
