// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IParameters} from "../interfaces/IParameters.sol";
import {Parameter} from "../types/Parameter.sol";

/// @title What a challenger gets of a stake or bond that was taken. The rest burns: losing to oneself must cost.
library BountyLib {
    uint256 private constant _BPS = 1e4; // 100%

    /// @param taken token base units.
    /// @return bounty token base units, rounded down and capped; 0 where nobody challenged.
    function bountyOf(
        IParameters parameters,
        uint128 taken,
        address challenger
    ) internal view returns (uint128 bounty) {
        if (challenger == address(0)) return 0;
        uint256 part = (taken * parameters.get(Parameter.BountyBps)) / _BPS;
        return uint128(Math.min(part, parameters.get(Parameter.BountyCap))); // Narrowing is safe: <= taken.
    }
}
