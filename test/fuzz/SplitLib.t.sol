// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SplitLib} from "../../contracts/libraries/SplitLib.sol";
import {FeeSplit} from "../../contracts/types/FeeSplit.sol";

contract SplitLibTest {
    function testFuzz_partsOfAChainSumToThePartOfTheSum(uint96[8] memory fees, uint16 bps) external pure {
        bps = uint16(bps % 10_001);
        uint128 cumulative;
        uint256 parts;
        for (uint256 i = 0; i < fees.length; ++i) {
            uint128 part = SplitLib.part(cumulative, cumulative + fees[i], bps);
            require(part <= fees[i], "a part exceeds its payment");
            require(part <= (uint256(fees[i]) * bps) / 1e4 + 1, "a part exceeds its percentage by more than 1");
            require(part >= (uint256(fees[i]) * bps) / 1e4, "a part is below its percentage");
            cumulative += fees[i];
            parts += part;
        }
        require(parts == SplitLib.part(0, cumulative, bps), "the parts are not the part of the sum");
    }

    /// "split sums equal totals for every n", with any split inside the bounds and any contributors' part.
    function testFuzz_divideSumsToTheTotal(uint96 total, uint96 contributorsPart, uint16[3] memory bps) external pure {
        FeeSplit memory split = FeeSplit({
            protocolBps: bps[0] % 1_501,
            stakersBps: bps[1] % 2_501,
            contributorsBps: bps[2] % 6_001
        });
        if (contributorsPart > total) contributorsPart = total;
        (uint256 protocol, uint256 stakers, uint256 owner) = SplitLib.divide(total, contributorsPart, split);
        require(protocol + stakers + owner + contributorsPart == total, "the parts are not the total");
        require(protocol <= (uint256(total) * split.protocolBps) / 1e4, "protocol above its percentage");
        require(stakers <= (uint256(total) * split.stakersBps) / 1e4, "stakers above their percentage");
    }

    /// Where the contributors take no more than their percentage, nobody's part is cut.
    function testFuzz_divideCutsNobodyInAnHonestBucket(uint96 total, uint16[3] memory bps) external pure {
        FeeSplit memory split = FeeSplit({
            protocolBps: bps[0] % 1_501,
            stakersBps: bps[1] % 2_501,
            contributorsBps: bps[2] % 6_001
        });
        uint256 contributorsPart = SplitLib.part(0, total, split.contributorsBps);
        (uint256 protocol, uint256 stakers, ) = SplitLib.divide(total, contributorsPart, split);
        require(protocol == (uint256(total) * split.protocolBps) / 1e4, "protocol cut");
        require(stakers == (uint256(total) * split.stakersBps) / 1e4, "stakers cut");
    }

    function testFuzz_royaltySharesSumToTheRoyalty(uint128 amount, uint16 bps, uint8 parents) external pure {
        bps = uint16(bps % 10_001);
        uint256 count = 1 + (parents % 8);
        (uint128 royalty, uint128 first, uint128 each) = SplitLib.royalty(amount, bps, count);
        require(royalty == (uint256(amount) * bps) / 1e4, "the royalty is not its percentage, down");
        require(first + uint256(each) * (count - 1) == royalty, "the shares are not the royalty");
        require(first >= each && first - each < count, "the first takes more than what does not divide");
    }
}
