// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceVault} from "../interfaces/IInferenceVault.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IRowProver} from "../interfaces/IRowProver.sol";
import {BatchLib} from "../libraries/BatchLib.sol";
import {DefaultsLib} from "../libraries/DefaultsLib.sol";
import {EntryLib} from "../libraries/EntryLib.sol";
import {HeadLib} from "../libraries/HeadLib.sol";
import {MerkleLib} from "../libraries/MerkleLib.sol";
import {RowLib} from "../libraries/RowLib.sol";
import {SettlementLib} from "../libraries/SettlementLib.sol";
import {VectorLib} from "../libraries/VectorLib.sol";
import {Batch} from "../types/Batch.sol";
import {Entry} from "../types/Entry.sol";
import {BareRow, BareRowProof, PostedBatch, PriorAnswer, RowProof} from "../types/Evidence.sol";
import {Settlement} from "../types/Settlement.sol";
import {FraudProver} from "./FraudProver.sol";

/// @title Rows held to the rules of lists and to the vault's records: _row_ and _receipt_.
/// @dev Payers and payees sign any head, so no head by itself says which row it belongs to: rows are tied to settlements, and those to channels,
/// by what the vault recorded. Within a settlement heads never repeat: a chain that came back to one would be a cycle of keccak.
contract RowProver is IRowProver, FraudProver {
    /// @dev Bytes that a leaf of the row tree is the hash of.
    uint256 private constant _LEAF_BYTES = 256;

    IInferenceVault public immutable VAULT;

    constructor(IModelRegistry models, IInferenceVault vault) FraudProver(models) {
        VAULT = vault;
    }

    /* LISTS */

    /// @inheritdoc IRowProver
    function refuteRow(PostedBatch calldata posted, RowProof calldata row, uint256 entry) external {
        _requireRow(posted.batch, row);
        Entry[] calldata entries = row.row.entries;
        require(entry < entries.length, ProverNoSuchEntry(row.index, entry, entries.length));

        bool belongs = entry < DefaultsLib.MAX_ENTRIES && entries[entry].share != 0 && EntryLib.follows(entries, entry);
        require(!belongs, ProverStepIsRight());
        _refute(posted, "row");
    }

    /// @inheritdoc IRowProver
    function refuteRowNode(
        PostedBatch calldata posted,
        bytes32 node,
        uint32 index,
        bytes32[] calldata proof,
        bytes calldata preimage
    ) external {
        Tree memory rows = Tree({root: posted.batch.rowRoot, count: posted.batch.rowCount, leafBytes: _LEAF_BYTES});
        _requireWrongNode(rows, node, index, proof, preimage);
        _refute(posted, "row");
    }

    /* RECEIPTS */

    /// @inheritdoc IRowProver
    function refuteStart(
        PostedBatch calldata posted,
        BareRowProof calldata row,
        BareRowProof calldata previous,
        Settlement calldata settlement,
        PriorAnswer calldata prior
    ) external {
        uint64 sequence = row.row.sequence;
        if (row.index == 0) {
            _requireRow(posted.batch, row);
        } else {
            _requireRows(posted.batch, previous, row);
            require(previous.row.sequence != sequence, ProverSameSettlement(previous.index, row.index));
        }

        if (row.index != 0 || sequence == 0) {
            _requireSettlement(settlement, posted.batch.modelId, posted.batch.bucket, sequence);
            require(_startsWrong(posted.batch, row.row, settlement, prior), ProverStepIsRight());
        }
        _refute(posted, "receipt");
    }

    /// @inheritdoc IRowProver
    function refuteStep(
        PostedBatch calldata posted,
        BareRowProof calldata row,
        BareRowProof calldata next,
        Settlement calldata settlement
    ) external {
        _requireRows(posted.batch, row, next);
        require(row.row.sequence == next.row.sequence, ProverOtherSettlement(row.index, next.index));
        _requireSettlement(settlement, posted.batch.modelId, posted.batch.bucket, row.row.sequence);

        bool isOver = row.row.head == settlement.headAfter || next.row.requestHash == 0;
        require(
            isOver ||
                _breaksFees(next.row, row.row.cumulativeFee, settlement) ||
                _breaksChain(next.row, row.row.head, row.row.cumulativeFee, row.row.responseHash),
            ProverStepIsRight()
        );
        _refute(posted, "receipt");
    }

    /// @inheritdoc IRowProver
    function refuteEnd(
        PostedBatch calldata posted,
        BareRowProof calldata row,
        BareRowProof calldata next,
        Settlement calldata settlement
    ) external {
        uint256 follower = uint256(row.row.sequence) + 1; // the sequence after it, or how many there are
        bool isOrdered;
        if (uint256(row.index) + 1 == posted.batch.rowCount) {
            _requireRow(posted.batch, row);
            isOrdered = follower == VAULT.bucketOf(posted.batch.modelId, posted.batch.bucket).settlements;
        } else {
            _requireRows(posted.batch, row, next);
            require(row.row.sequence != next.row.sequence, ProverSameSettlement(row.index, next.index));
            isOrdered = follower == next.row.sequence;
        }

        if (isOrdered) {
            _requireSettlement(settlement, posted.batch.modelId, posted.batch.bucket, row.row.sequence);
            require(!_finishes(row.row, settlement), ProverStepIsRight());
        }
        _refute(posted, "receipt");
    }

    /// @dev Whether a row is none that its settlement begins with.
    function _startsWrong(
        Batch calldata batch,
        BareRow calldata row,
        Settlement calldata settlement,
        PriorAnswer calldata prior
    ) private view returns (bool) {
        if (row.requestHash == 0) {
            return
                row.responseHash != 0 ||
                !_finishes(row, settlement) ||
                row.queryRoot != VectorLib.rootOfZeros(MODELS.recordOf(batch.modelId).lanes);
        }
        uint128 before = settlement.cumulativeBefore;
        return
            _breaksFees(row, before, settlement) ||
            _breaksChain(row, settlement.headBefore, before, _answerBefore(batch, settlement, prior));
    }

    /// @dev Response hash of the answer before the settlement's first, 0 where there is none.
    function _answerBefore(
        Batch calldata batch,
        Settlement calldata settlement,
        PriorAnswer calldata prior
    ) private view returns (bytes32) {
        // A channel's total is above 0 once anything is settled: this is its first settlement, or a direct payment.
        if (settlement.cumulativeBefore == 0) return 0;

        Batch calldata standing = batch;
        if (prior.posted.batch.rowCount != 0) {
            standing = prior.posted.batch;
            bytes32 signersHash = BatchLib.hashSigners(prior.posted.signers);
            bytes32 id = BatchLib.id(ledger.batchDigest(standing), signersHash, standing.earningsRoot);
            // Of this model, since the digest says so; of an earlier bucket, since an earlier settlement is recorded in it.
            require(
                id == ledger.batchOf(batch.modelId, standing.bucket).id,
                ProverUnknownAncestor(standing.bucket, id)
            );
        }
        _requireRow(standing, prior.row);
        _requireSettlement(prior.settlement, batch.modelId, standing.bucket, prior.row.row.sequence);
        // Fees only rise, so of a channel's settlements one ends where this one begins; of an honest batch's rows one finishes that.
        bool isBefore =
            prior.settlement.payer == settlement.payer &&
                prior.settlement.payee == settlement.payee &&
                !SettlementLib.isDirect(prior.settlement) &&
                prior.settlement.cumulativeBefore + prior.settlement.amount == settlement.cumulativeBefore &&
                _finishes(prior.row.row, prior.settlement);
        require(isBefore, ProverNotPriorAnswer(standing.bucket, prior.row.index));
        return prior.row.row.responseHash;
    }

    function _finishes(BareRow calldata row, Settlement calldata settlement) private pure returns (bool) {
        return row.head == settlement.headAfter && row.cumulativeFee == _owed(settlement);
    }

    /// @param before the channel's total before the row, token base units.
    function _breaksFees(
        BareRow calldata row,
        uint128 before,
        Settlement calldata settlement
    ) private pure returns (bool) {
        uint128 owed = _owed(settlement);
        return
            row.cumulativeFee < before ||
            row.cumulativeFee > owed ||
            (row.head == settlement.headAfter && row.cumulativeFee != owed);
    }

    /// @param before the channel's total before the row, token base units, at most the row's.
    function _breaksChain(
        BareRow calldata row,
        bytes32 headBefore,
        uint128 before,
        bytes32 answerBefore
    ) private pure returns (bool) {
        return row.head != HeadLib.next(headBefore, row.requestHash, row.cumulativeFee - before, answerBefore);
    }

    /// @dev The channel's total after the settlement, token base units. Overflow impossible: the vault added it up.
    function _owed(Settlement calldata settlement) private pure returns (uint128) {
        return settlement.cumulativeBefore + settlement.amount;
    }

    /* EVIDENCE */

    function _requireRow(Batch calldata batch, BareRowProof calldata row) private pure {
        bytes32 leaf = RowLib.hashBare(row.row);
        require(
            MerkleLib.verify(batch.rowRoot, batch.rowCount, leaf, row.index, row.proof),
            ProverBadRowProof(row.index)
        );
    }

    /// @dev Two adjacent rows; the proof of the second ends where it meets that of the first.
    function _requireRows(Batch calldata batch, BareRowProof calldata row, BareRowProof calldata next) private pure {
        _requireRow(batch, row);
        require(next.index == row.index + 1, ProverWrongRow(next.index, row.index + 1));
        require(
            MerkleLib.verifyNext(row.proof, row.index, RowLib.hashBare(next.row), next.proof),
            ProverBadRowProof(next.index)
        );
    }

    function _requireSettlement(
        Settlement calldata settlement,
        uint256 modelId,
        uint64 bucket,
        uint64 sequence
    ) private view {
        bytes32 recorded = VAULT.settlementHash(modelId, bucket, sequence);
        require(SettlementLib.hash(settlement) == recorded, ProverUnknownSettlement(bucket, sequence));
    }
}
