// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {FeeSplit} from "../types/FeeSplit.sol";

/// @title How money is divided.
library SplitLib {
    uint256 internal constant BPS = 1e4; // 100%

    /// @notice The part of a payment that moves a cumulative fee from `cumulativeBefore` to `cumulativeAfter`. Over any chain of
    /// payments the parts sum to the part of the sum, however it is cut.
    /// @param cumulativeBefore token base units, at most `cumulativeAfter`.
    /// @param cumulativeAfter token base units.
    /// @param bps at most 1e4 = 100%, so that the part never exceeds the payment.
    /// @return token base units; may exceed `floor(payment * bps / 1e4)` by 1.
    function part(uint128 cumulativeBefore, uint128 cumulativeAfter, uint16 bps) internal pure returns (uint128) {
        // Narrowing is safe: <= cumulativeAfter.
        return uint128((uint256(cumulativeAfter) * bps) / BPS - (uint256(cumulativeBefore) * bps) / BPS);
    }

    /// @notice Divides a bucket's money. The four parts sum exactly to `total`.
    /// @dev `contributorsPart` is fixed by the settlements; as a sum of differences of floors it may pass its percentage by a base
    /// unit per settlement, so in a bucket of dust payments the others get less than theirs: first the owner, then the
    /// stakers, then the protocol.
    /// @param total token base units, at least `contributorsPart`.
    /// @param contributorsPart token base units.
    function divide(
        uint256 total,
        uint256 contributorsPart,
        FeeSplit memory split
    ) internal pure returns (uint256 protocolPart, uint256 stakersPart, uint256 ownerPart) {
        uint256 rest = total - contributorsPart;

        protocolPart = Math.min((total * split.protocolBps) / BPS, rest);
        rest -= protocolPart;
        stakersPart = Math.min((total * split.stakersBps) / BPS, rest);
        ownerPart = rest - stakersPart;
    }

    /// @notice What the parents of a model take of its owner's money.
    /// @param amount token base units.
    /// @param bps at most 1e4 = 100%.
    /// @param parents how many, above 0.
    /// @return royalty token base units, down: `first + (parents - 1) * each`.
    /// @return first the first parent's share, which takes what does not divide.
    /// @return each the share of each other parent, down.
    function royalty(
        uint128 amount,
        uint256 bps,
        uint256 parents
    ) internal pure returns (uint128, uint128 first, uint128 each) {
        // Narrowing is safe: all are <= amount.
        uint256 taken = (uint256(amount) * bps) / BPS;
        each = uint128(taken / parents);
        first = uint128(taken - each * (parents - 1));
        return (uint128(taken), first, each);
    }
}
