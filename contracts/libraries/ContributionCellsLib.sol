// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ContributionCells} from "../types/ContributionCells.sol";

/// @title The leaf of a model's contribution table.
library ContributionCellsLib {
    bytes32 internal constant TYPEHASH = keccak256(
        "ContributionCells(uint256 contributionId,uint32 firstCell,uint32 cellCount)"
    );

    function hash(ContributionCells memory cells) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, cells.contributionId, cells.firstCell, cells.cellCount));
    }
}
