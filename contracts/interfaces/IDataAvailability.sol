// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Chunk} from "../types/Chunk.sol";
import {DataItem} from "../types/DataItem.sol";
import {DataKind} from "../types/DataKind.sol";
import {DataRequest} from "../types/DataRequest.sol";
import {CreditProof, EarningProof, PostedBatch, RowProof} from "../types/Evidence.sol";
import {WithholdingRecord} from "../types/WithholdingRecord.sol";

/// @title _withheld_: what a batch was computed from is shown on demand, or the batch falls.
/// @notice Anybody asks for an item and pays its answer; anybody answers, with evidence that leads to the signed roots. The answer
/// stands in the logs, proof included, so that it can be refuted with. An item that nobody shows in time drops the batch. Nobody is slashed for
/// it the first time: see docs/decisions/what-can-be-demanded.md.
/// @dev Money law: balance = fees of the open requests. See docs/invariants.md.
/// A request's id is `keccak256(abi.encode(batch id, item))`. An open one is answered in time, or expired, or, where it can no longer
/// drop its batch, reclaimed: at every moment exactly one of the three is possible.
interface IDataAvailability {
    event DataRequested(
        bytes32 indexed requestId,
        bytes32 indexed batchId,
        address indexed asker,
        uint256 modelId,
        uint64 bucket,
        DataItem item,
        uint128 fee,
        uint40 answerBy
    );
    /// @dev The fee is paid. What was shown is in the log before.
    event DataAnswered(bytes32 indexed requestId, address indexed answerer, uint128 fee);
    /// @dev The batch fell, the fee is back with the asker.
    event DataExpired(bytes32 indexed requestId, bytes32 indexed batchId, address indexed asker, uint128 fee);
    /// @dev The request was void, the fee is back with the asker.
    event DataReclaimed(bytes32 indexed requestId, address indexed asker, uint128 fee);
    /// @param count falls that counted against the signer so far, this one included.
    event WithholdingCounted(address indexed signer, bytes32 indexed requestId, uint32 count, bool isSlashed);

    event PieceShown(bytes32 indexed requestId, bytes piece);
    /// @dev The bundle has no such piece.
    event NoPieceShown(bytes32 indexed requestId);
    event RowShown(bytes32 indexed requestId, RowProof row);
    /// @param proof of the block, to the row's query root.
    event QueryShown(bytes32 indexed requestId, RowProof row, bytes lanes, bytes32[] proof);
    /// @dev Also answers for a credit beyond the earning's count.
    event EarningShown(bytes32 indexed requestId, EarningProof earning);
    event CreditShown(bytes32 indexed requestId, EarningProof earning, CreditProof credit);

    error DataNoSuchItem(DataKind kind, uint32 index, uint32 part);
    error DataAlreadyAsked(bytes32 requestId);
    error DataNotAsked(bytes32 requestId);
    error DataTooLate(bytes32 requestId, uint40 answerBy);
    error DataTooEarly(bytes32 requestId, uint40 answerBy);
    error DataRequestVoid(bytes32 requestId);
    error DataRequestStands(bytes32 requestId);
    error DataNoAnswer(bytes32 requestId);

    /* REQUESTS */

    /// @notice Demands one item of a batch and pays AnswerFee in advance. Emits {DataRequested}; holds the batch back from being final
    /// for twice AnswerSeconds: once to answer, and once more to refute it with the answer. Requirements:
    /// - the batch stands and the window it was posted with is open;
    /// - the item can exist: a row below the batch's count, a contribution below the manifest's, a block below the lanes'. How many
    ///   pieces and credits there are is not known here: that one does not exist is an answer;
    /// - it was not asked for before: what is answered is in the logs. A void request is reclaimed first;
    /// - the caller approved the fee.
    /// @return requestId of the new request.
    function request(PostedBatch calldata posted, DataItem calldata item) external returns (bytes32 requestId);

    /* ANSWERS */

    // Each takes the fee for the caller, logs what it showed ({PieceShown} and so on), and emits {DataAnswered}. Requirements of all: the item
    // was asked for, it is not after `answerBy`, the batch has stood ever since, and the evidence leads to the signed root.
    // Warning: an answer can be copied from the mempool by somebody who takes the fee; the batch is saved all the same.

    /// @notice Shows piece `index`: 1 ... 4,096 bytes whose Chunk leaf stands there.
    function answerPiece(
        PostedBatch calldata posted,
        uint32 index,
        bytes calldata piece,
        bytes32[] calldata proof
    ) external;

    /// @notice Shows that padding, 32 zero bytes, stands where piece `index` would.
    function answerPadding(PostedBatch calldata posted, uint32 index, bytes32[] calldata proof) external;

    /// @notice Shows that the bundle's tree has no place `index`: another piece's leaf stands at a depth of fewer places.
    /// @param chunk of any piece.
    /// @param chunkIndex that piece's place.
    function answerBeyond(
        PostedBatch calldata posted,
        uint32 index,
        Chunk calldata chunk,
        uint32 chunkIndex,
        bytes32[] calldata proof
    ) external;

    /// @notice Shows a row, of at most 16 entries: more are no answer, as no proof could read them.
    function answerRow(PostedBatch calldata posted, RowProof calldata row) external;

    /// @notice Shows a row and block `part` of its query.
    /// @param lanes 4,096, the last block possibly fewer.
    /// @param proof from the block to the row's query root.
    function answerQuery(
        PostedBatch calldata posted,
        RowProof calldata row,
        uint32 part,
        bytes calldata lanes,
        bytes32[] calldata proof
    ) external;

    /// @notice Shows a contribution's earning.
    function answerEarning(PostedBatch calldata posted, EarningProof calldata earning) external;

    /// @notice Shows an earning and credit `credit.index` of its statement; where the earning counts fewer, the earning alone: the rest of
    /// `credit` is then not read.
    function answerCredit(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        CreditProof calldata credit
    ) external;

    /* EXPIRY */

    /// @notice Drops a batch of which an item was not shown in time, with its successors, and returns the fee to the asker. Anybody.
    /// Emits {DataExpired}, {WithholdingCounted} for each signer it counts against, and what {IAttributionLedger.dropSlashing} emits;
    /// the bounty is the asker's. The batch may be posted again.
    /// @dev A fall counts against a signer unless the item was asked for before the last one that counted: one outage counts once, however
    /// many batches it hits. A signer is slashed if the item was asked for within REPEAT_SECONDS after that.
    function expire(PostedBatch calldata posted, DataItem calldata item) external;

    /// @notice Returns the fee of a request that can no longer drop its batch, because the batch fell or is final. Anybody; the asker
    /// is paid. Emits {DataReclaimed}.
    function reclaim(PostedBatch calldata posted, DataItem calldata item) external;

    /* VIEWS */

    /// @return request_ with neither asker nor fee once answered; all zero when there is none.
    function requestOf(bytes32 requestId) external view returns (DataRequest memory request_);

    function withholdingOf(address signer) external view returns (WithholdingRecord memory record);

    /// @notice The id of the request for `item`, asked or not.
    function requestIdOf(PostedBatch calldata posted, DataItem calldata item) external view returns (bytes32 requestId);
}
