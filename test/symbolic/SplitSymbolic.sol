// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SplitLib} from "../../contracts/libraries/SplitLib.sol";
import {FeeSplit} from "../../contracts/types/FeeSplit.sol";

/// @notice Laws of SplitLib for every input, by Halmos: `npm run symbolic`.
contract SplitSymbolic {
    /// The default split; amounts up to all OPEN there is. (Every other split: `test/fuzz/SplitLib.t.sol`.)
    function check_partsOfAChainSumToThePartOfTheirSum(uint96 start, uint96 middle, uint96 end) external pure {
        if (start > middle || middle > end) return;

        uint256 cut = uint256(SplitLib.part(start, middle, 50_00)) + SplitLib.part(middle, end, 50_00);
        assert(cut == SplitLib.part(start, end, 50_00));
    }

    function check_aBucketsPartsSumToItsTotal(
        uint96 total,
        uint96 contributorsPart,
        uint16 protocolBps,
        uint16 stakersBps
    ) external pure {
        if (contributorsPart > total) return;

        FeeSplit memory split = FeeSplit({protocolBps: protocolBps, stakersBps: stakersBps, contributorsBps: 0});
        (uint256 protocolPart, uint256 stakersPart, uint256 ownerPart) = SplitLib.divide(
            total,
            contributorsPart,
            split
        );
        assert(contributorsPart + protocolPart + stakersPart + ownerPart == total);
    }
}
