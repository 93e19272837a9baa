// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {DataLaws} from "./laws/DataLaws.sol";
import {DisputeLaws} from "./laws/DisputeLaws.sol";
import {LedgerLaws} from "./laws/LedgerLaws.sol";
import {ModelLaws} from "./laws/ModelLaws.sol";
import {ProofLaws} from "./laws/ProofLaws.sol";
import {StakingLaws} from "./laws/StakingLaws.sol";
import {TokenLaws} from "./laws/TokenLaws.sol";
import {VaultLaws} from "./laws/VaultLaws.sol";

/// @notice The laws of docs/invariants.md over all contracts together: the real ones, as deploy/ wires them, real signatures and real proofs.
contract EconomyInvariantsTest is
    TokenLaws,
    StakingLaws,
    ModelLaws,
    VaultLaws,
    LedgerLaws,
    DataLaws,
    DisputeLaws,
    ProofLaws
{
    function setUp() external {
        _begin();
    }

    function targetContracts() external view returns (address[] memory) {
        return _handlers();
    }

    /// @dev After every call. What no call can change any more waits for the end of the run.
    function invariant_everyLawHolds() external view {
        _T1_theSupplyOnlyFalls();
        _E1_inIsOutAndHeld();
        _S1_S2_S3_staking({rewards: false});
        _S5_aSlashTakesItsPartOfBoth();
        _M1_M2_bonds();
        _V1_V3_holdsWhatItOwes();
        _V2_theLedgerGotTheContributorsParts();
        _V5_everyBucketIsWhatWasPaid({alsoClosed: false});
        _L1_L2_L3_money();
        _L4_to_L8_batches();
        _D1_D2_D3_fees();
        _R1_R2_R3_disputes({all: false});
        _E2_E3_E4_earnings();
    }

    function afterInvariant() external view {
        _S1_S2_S3_staking({rewards: true});
        _V5_everyBucketIsWhatWasPaid({alsoClosed: true});
        _R1_R2_R3_disputes({all: true});
    }
}
