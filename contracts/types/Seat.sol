// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Verdict} from "./Verdict.sol";

/// @notice An attestor's place in a dispute's panel.
struct Seat {
    // slot 0
    bytes32 commitment; // keccak256(abi.encode(voter, disputeId, verdict, salt)), 0 while none is given
    // slot 1
    bool joined; // in the draw
    bool seated; // drawn
    Verdict vote; // revealed
}
