// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {HeadLib} from "../libraries/HeadLib.sol";
import {SettlementLib} from "../libraries/SettlementLib.sol";
import {SplitLib} from "../libraries/SplitLib.sol";
import {VoucherLib} from "../libraries/VoucherLib.sol";
import {Settlement} from "../types/Settlement.sol";
import {Voucher} from "../types/Voucher.sol";

/// @notice Shows the money path's libraries to the tests.
contract MoneyLibrariesHarness {
    function nextHead(
        bytes32 head,
        bytes32 requestHash,
        uint128 fee,
        bytes32 previousResponseHash
    ) external pure returns (bytes32) {
        return HeadLib.next(head, requestHash, fee, previousResponseHash);
    }

    function settlementHash(Settlement calldata settlement) external pure returns (bytes32) {
        return SettlementLib.hash(settlement);
    }

    function voucherHash(Voucher calldata voucher) external pure returns (bytes32) {
        return VoucherLib.hash(voucher);
    }

    function part(uint128 cumulativeBefore, uint128 cumulativeAfter, uint16 bps) external pure returns (uint128) {
        return SplitLib.part(cumulativeBefore, cumulativeAfter, bps);
    }
}
