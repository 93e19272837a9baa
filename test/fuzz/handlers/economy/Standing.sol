// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Batch} from "../../../../contracts/types/Batch.sol";
import {Earning} from "../../../../contracts/types/Earning.sol";

/// @notice A batch that was posted and stands, as its poster knows it.
struct Standing {
    Batch batch;
    address[] signers; // none: posted alone
    bytes32 digest;
    bytes32 signersHash;
    bytes32 id;
    Earning first;
    Earning second;
    uint256 nonce; // of its only row
    uint40 windowEnds; // Unix seconds, holds aside
    address poster;
    bool isFalse; // the first earning is not the parent's and this batch's sum
}
