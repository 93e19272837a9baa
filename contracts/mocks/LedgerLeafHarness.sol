// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BatchLib} from "../libraries/BatchLib.sol";
import {CellLib} from "../libraries/CellLib.sol";
import {ClaimAuthorizationLib} from "../libraries/ClaimAuthorizationLib.sol";
import {CreditLib} from "../libraries/CreditLib.sol";
import {EarningLib} from "../libraries/EarningLib.sol";
import {RowLib} from "../libraries/RowLib.sol";
import {Batch} from "../types/Batch.sol";
import {Cell} from "../types/Cell.sol";
import {Credit} from "../types/Credit.sol";
import {Earning} from "../types/Earning.sol";
import {Row} from "../types/Row.sol";

/// @notice Shows the struct hashes of the ledger to the tests.
contract LedgerLeafHarness {
    function hashBatch(Batch calldata batch) external pure returns (bytes32) {
        return BatchLib.hash(batch);
    }

    function hashCell(Cell calldata cell) external pure returns (bytes32) {
        return CellLib.hash(cell);
    }

    function hashCredit(Credit calldata credit) external pure returns (bytes32) {
        return CreditLib.hash(credit);
    }

    function hashEarning(Earning calldata earning) external pure returns (bytes32) {
        return EarningLib.hash(earning);
    }

    function hashRow(Row calldata row) external pure returns (bytes32) {
        return RowLib.hash(row);
    }

    function hashClaimAuthorization(
        address owner,
        address recipient,
        uint256 nonce,
        uint256 deadline
    ) external pure returns (bytes32) {
        return ClaimAuthorizationLib.hash(owner, recipient, nonce, deadline);
    }
}
