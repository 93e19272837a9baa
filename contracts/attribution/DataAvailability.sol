// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IAttributionLedger} from "../interfaces/IAttributionLedger.sol";
import {IDataAvailability} from "../interfaces/IDataAvailability.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {BatchLib} from "../libraries/BatchLib.sol";
import {ChunkLib} from "../libraries/ChunkLib.sol";
import {CreditLib} from "../libraries/CreditLib.sol";
import {DefaultsLib} from "../libraries/DefaultsLib.sol";
import {EarningLib} from "../libraries/EarningLib.sol";
import {MerkleLib} from "../libraries/MerkleLib.sol";
import {MerkleSumLib} from "../libraries/MerkleSumLib.sol";
import {RowLib} from "../libraries/RowLib.sol";
import {VectorLib} from "../libraries/VectorLib.sol";
import {WiredOnce} from "../libraries/WiredOnce.sol";
import {Batch} from "../types/Batch.sol";
import {Chunk} from "../types/Chunk.sol";
import {DataItem} from "../types/DataItem.sol";
import {DataKind} from "../types/DataKind.sol";
import {DataRequest} from "../types/DataRequest.sol";
import {CreditProof, EarningProof, PostedBatch, RowProof} from "../types/Evidence.sol";
import {Parameter} from "../types/Parameter.sol";
import {SumNode} from "../types/SumNode.sol";
import {WithholdingRecord} from "../types/WithholdingRecord.sol";

/// @title The proof _withheld_: data on demand.
/// @dev Assumptions.
/// Token: OpenToken; moves exactly what it is asked to and calls nobody back.
/// Ledger: drops only a batch that stands and is not final; a hold lasts as long as it says.
/// Parameters: AnswerSeconds is at least an hour, and twice its longest time fits what unbonding outlasts.
contract DataAvailability is IDataAvailability, WiredOnce {
    using SafeERC20 for IERC20;

    /// @notice For how long a fall is remembered against a signer. Two outages far apart are bad luck; two in a season are how it works.
    uint40 public constant REPEAT_SECONDS = 90 days;
    uint256 public constant PIECE_BYTES = 4096;

    IERC20 public immutable TOKEN;
    IParameters public immutable PARAMETERS;
    IModelRegistry public immutable MODELS;

    /// @notice Whose batches are answered for. Wired once.
    IAttributionLedger public ledger;

    // Money law: token balance = sum of the fees here (an answered request has none).
    mapping(bytes32 requestId => DataRequest) internal _requests;
    mapping(address signer => WithholdingRecord) internal _withholdings;

    constructor(IERC20 token, IParameters parameters, IModelRegistry models) {
        TOKEN = token;
        PARAMETERS = parameters;
        MODELS = models;
    }

    /// @notice Names the ledger. Only the deployer, once.
    function wire(IAttributionLedger ledger_) external {
        ledger = IAttributionLedger(_wireOnce("ledger", address(ledger), address(ledger_)));
    }

    /* REQUESTS */

    /// @inheritdoc IDataAvailability
    function request(PostedBatch calldata posted, DataItem calldata item) external returns (bytes32 requestId) {
        require(_canExist(posted.batch, item), DataNoSuchItem(item.kind, item.index, item.part));
        bytes32 batchId = _idOf(posted);
        requestId = _requestId(batchId, item);
        require(_requests[requestId].askedAt == 0, DataAlreadyAsked(requestId));

        // Effects. Narrowing is safe by the parameters' bounds.
        uint40 answerSeconds = uint40(PARAMETERS.get(Parameter.AnswerSeconds));
        uint96 fee = uint96(PARAMETERS.get(Parameter.AnswerFee));
        uint40 answerBy = uint40(block.timestamp) + answerSeconds;
        _requests[requestId] = DataRequest({
            asker: msg.sender,
            fee: fee,
            askedAt: uint40(block.timestamp),
            answerBy: answerBy,
            isAnswered: false
        });
        _logRequest(requestId, batchId, posted.batch, item);

        // Interactions. As long again as the answer may take, to refute the batch with it: it may come at the last second.
        ledger.hold(posted, answerBy + answerSeconds);
        TOKEN.safeTransferFrom(msg.sender, address(this), fee);
    }

    function _logRequest(bytes32 requestId, bytes32 batchId, Batch calldata batch, DataItem calldata item) private {
        DataRequest memory asked = _requests[requestId];
        emit DataRequested(
            requestId,
            batchId,
            asked.asker,
            batch.modelId,
            batch.bucket,
            item,
            asked.fee,
            asked.answerBy
        );
    }

    /// @dev Whether an honest batch may have the item. False only where no answer could be asked of it.
    function _canExist(Batch calldata batch, DataItem calldata item) private view returns (bool) {
        DataKind kind = item.kind;
        bool isWhole = item.part == 0;
        if (kind == DataKind.Piece) return isWhole;
        if (kind == DataKind.Row) return isWhole && item.index < batch.rowCount;
        if (kind == DataKind.Query) {
            return item.index < batch.rowCount && item.part < _blockCount(MODELS.recordOf(batch.modelId).lanes);
        }
        if (kind == DataKind.Earning && !isWhole) return false;
        return item.index < MODELS.recordOf(batch.modelId).contributionCount;
    }

    function _blockCount(uint256 lanes) private pure returns (uint256) {
        return (lanes + VectorLib.BLOCK_LANES - 1) / VectorLib.BLOCK_LANES;
    }

    /* PIECES */

    /// @inheritdoc IDataAvailability
    function answerPiece(
        PostedBatch calldata posted,
        uint32 index,
        bytes calldata piece,
        bytes32[] calldata proof
    ) external {
        bytes32 requestId = _answerable(posted, DataKind.Piece, index, 0);
        bool isPiece = piece.length != 0 && piece.length <= PIECE_BYTES;
        bytes32 leaf = ChunkLib.hash(Chunk({contentHash: keccak256(piece), length: uint32(piece.length)}));
        require(isPiece && _standsAt(posted.batch.dataHash, leaf, index, proof), DataNoAnswer(requestId));

        emit PieceShown(requestId, piece);
        _pay(requestId);
    }

    /// @inheritdoc IDataAvailability
    function answerPadding(PostedBatch calldata posted, uint32 index, bytes32[] calldata proof) external {
        bytes32 requestId = _answerable(posted, DataKind.Piece, index, 0);
        require(_standsAt(posted.batch.dataHash, 0, index, proof), DataNoAnswer(requestId));

        emit NoPieceShown(requestId);
        _pay(requestId);
    }

    /// @inheritdoc IDataAvailability
    function answerBeyond(
        PostedBatch calldata posted,
        uint32 index,
        Chunk calldata chunk,
        uint32 chunkIndex,
        bytes32[] calldata proof
    ) external {
        bytes32 requestId = _answerable(posted, DataKind.Piece, index, 0);
        bool isBeyond = index >> proof.length != 0;
        require(
            isBeyond && _standsAt(posted.batch.dataHash, ChunkLib.hash(chunk), chunkIndex, proof),
            DataNoAnswer(requestId)
        );

        emit NoPieceShown(requestId);
        _pay(requestId);
    }

    /// @dev How many pieces there are is not on-chain, so the proof's length is the tree's depth. It is the true one for every tree whose leaves
    /// all stand at one depth: a leaf's preimage is 96 bytes, a node's 64, padding has none, so none passes for another. A tree with
    /// leaves at several depths is no file's; what a batch hides in one is demanded by the other kinds.
    function _standsAt(bytes32 root, bytes32 leaf, uint32 index, bytes32[] calldata proof) private pure returns (bool) {
        return index >> proof.length == 0 && MerkleLib.rootOf(leaf, index, proof) == root;
    }

    /* ROWS AND QUERIES */

    /// @inheritdoc IDataAvailability
    function answerRow(PostedBatch calldata posted, RowProof calldata row) external {
        bytes32 requestId = _answerable(posted, DataKind.Row, row.index, 0);
        require(_isRow(posted.batch, row), DataNoAnswer(requestId));

        emit RowShown(requestId, row);
        _pay(requestId);
    }

    /// @inheritdoc IDataAvailability
    function answerQuery(
        PostedBatch calldata posted,
        RowProof calldata row,
        uint32 part,
        bytes calldata lanes,
        bytes32[] calldata proof
    ) external {
        bytes32 requestId = _answerable(posted, DataKind.Query, row.index, part);
        bool isRight = _isRow(posted.batch, row) && _isBlock(posted.batch.modelId, row, part, lanes, proof);
        require(isRight, DataNoAnswer(requestId));

        emit QueryShown(requestId, row, lanes, proof);
        _pay(requestId);
    }

    function _isRow(Batch calldata batch, RowProof calldata row) private pure returns (bool) {
        return
            row.row.entries.length <= DefaultsLib.MAX_ENTRIES &&
            MerkleLib.verify(batch.rowRoot, batch.rowCount, RowLib.hash(row.row), row.index, row.proof);
    }

    function _isBlock(
        uint256 modelId,
        RowProof calldata row,
        uint32 part,
        bytes calldata lanes,
        bytes32[] calldata proof
    ) private view returns (bool) {
        uint256 total = MODELS.recordOf(modelId).lanes;
        uint256 left = total - part * VectorLib.BLOCK_LANES; // it was asked for: above 0
        uint256 size = left < VectorLib.BLOCK_LANES ? left : VectorLib.BLOCK_LANES;
        return
            lanes.length == size &&
            MerkleLib.verify(row.row.queryRoot, _blockCount(total), keccak256(lanes), part, proof);
    }

    /* EARNINGS AND CREDITS */

    /// @inheritdoc IDataAvailability
    function answerEarning(PostedBatch calldata posted, EarningProof calldata earning) external {
        bytes32 requestId = _answerable(posted, DataKind.Earning, earning.index, 0);
        require(_isEarning(posted.batch, earning), DataNoAnswer(requestId));

        emit EarningShown(requestId, earning);
        _pay(requestId);
    }

    /// @inheritdoc IDataAvailability
    function answerCredit(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        CreditProof calldata credit
    ) external {
        bytes32 requestId = _answerable(posted, DataKind.Credit, earning.index, credit.index);
        require(_isEarning(posted.batch, earning), DataNoAnswer(requestId));

        if (credit.index < earning.earning.count) {
            require(_isCredit(earning, credit), DataNoAnswer(requestId));
            emit CreditShown(requestId, earning, credit);
        } else {
            emit EarningShown(requestId, earning);
        }
        _pay(requestId);
    }

    function _isEarning(Batch calldata batch, EarningProof calldata earning) private view returns (bool) {
        uint32 count = MODELS.recordOf(batch.modelId).contributionCount;
        bytes32 leaf = EarningLib.hash(earning.earning);
        return MerkleLib.verify(batch.earningsRoot, count, leaf, earning.index, earning.proof);
    }

    function _isCredit(EarningProof calldata earning, CreditProof calldata credit) private pure returns (bool) {
        SumNode memory root = SumNode({hash: earning.earning.statementRoot, sum: earning.earning.sum});
        SumNode memory leaf = SumNode({hash: CreditLib.hash(credit.credit), sum: credit.credit.amount});
        return MerkleSumLib.verify(root, earning.earning.count, leaf, credit.index, credit.proof);
    }

    /* PAYMENT OF ANSWERS */

    /// @dev The id of the request, which is open and still in time.
    function _answerable(
        PostedBatch calldata posted,
        DataKind kind,
        uint32 index,
        uint32 part
    ) private view returns (bytes32 requestId) {
        bytes32 batchId = _idOf(posted);
        requestId = _requestId(batchId, DataItem({kind: kind, index: index, part: part}));
        DataRequest memory asked = _openRequest(requestId);
        require(block.timestamp <= asked.answerBy, DataTooLate(requestId, asked.answerBy));
        require(_isLive(posted.batch, batchId, asked), DataRequestVoid(requestId));
    }

    function _pay(bytes32 requestId) private {
        DataRequest storage asked = _requests[requestId];
        uint96 fee = asked.fee;
        (asked.asker, asked.fee, asked.isAnswered) = (address(0), 0, true);
        emit DataAnswered(requestId, msg.sender, fee);

        TOKEN.safeTransfer(msg.sender, fee);
    }

    /* EXPIRY */

    /// @inheritdoc IDataAvailability
    function expire(PostedBatch calldata posted, DataItem calldata item) external {
        bytes32 batchId = _idOf(posted);
        bytes32 requestId = _requestId(batchId, item);
        DataRequest memory asked = _openRequest(requestId);
        require(block.timestamp > asked.answerBy, DataTooEarly(requestId, asked.answerBy));
        require(_isLive(posted.batch, batchId, asked), DataRequestVoid(requestId));

        // Effects.
        delete _requests[requestId];
        emit DataExpired(requestId, batchId, asked.asker, asked.fee);
        address[] memory repeaters = _countWithholding(posted.signers, requestId, asked.askedAt);

        // Interactions.
        ledger.dropSlashing(posted, "withheld", asked.asker, repeaters);
        TOKEN.safeTransfer(asked.asker, asked.fee);
    }

    /// @return repeaters of `signers`, in their order.
    function _countWithholding(
        address[] calldata signers,
        bytes32 requestId,
        uint40 askedAt
    ) private returns (address[] memory repeaters) {
        repeaters = new address[](signers.length);
        uint256 found;
        for (uint256 i = 0; i < signers.length; ++i) {
            WithholdingRecord memory record = _withholdings[signers[i]];
            // The same outage: who was not yet told by a fall has not done it again.
            if (askedAt <= record.countedAt) continue;

            bool isRepeater = record.countedAt != 0 && askedAt <= record.countedAt + REPEAT_SECONDS;
            if (isRepeater) repeaters[found++] = signers[i];
            record = WithholdingRecord({countedAt: uint40(block.timestamp), count: record.count + 1});
            _withholdings[signers[i]] = record;
            emit WithholdingCounted(signers[i], requestId, record.count, isRepeater);
        }
        // Shortens the list to what it holds.
        assembly ("memory-safe") {
            mstore(repeaters, found)
        }
    }

    /// @inheritdoc IDataAvailability
    function reclaim(PostedBatch calldata posted, DataItem calldata item) external {
        bytes32 batchId = _idOf(posted);
        bytes32 requestId = _requestId(batchId, item);
        DataRequest memory asked = _openRequest(requestId);
        require(!_isLive(posted.batch, batchId, asked), DataRequestStands(requestId));

        delete _requests[requestId];
        emit DataReclaimed(requestId, asked.asker, asked.fee);

        TOKEN.safeTransfer(asked.asker, asked.fee);
    }

    function _openRequest(bytes32 requestId) private view returns (DataRequest memory asked) {
        asked = _requests[requestId];
        require(asked.askedAt != 0 && !asked.isAnswered, DataNotAsked(requestId));
    }

    /// @dev Whether the batch can still fall by the request. One that fell and was posted again has the same id, but its signers may have
    /// thought the request void: it does not bind them.
    function _isLive(Batch calldata batch, bytes32 batchId, DataRequest memory asked) private view returns (bool) {
        IAttributionLedger.BatchRecord memory record = ledger.batchOf(batch.modelId, batch.bucket);
        return record.id == batchId && block.timestamp < record.finalAt && record.postedAt <= asked.askedAt;
    }

    /* VIEWS */

    /// @inheritdoc IDataAvailability
    function requestOf(bytes32 requestId) external view returns (DataRequest memory request_) {
        return _requests[requestId];
    }

    /// @inheritdoc IDataAvailability
    function withholdingOf(address signer) external view returns (WithholdingRecord memory record) {
        return _withholdings[signer];
    }

    /// @inheritdoc IDataAvailability
    function requestIdOf(
        PostedBatch calldata posted,
        DataItem calldata item
    ) external view returns (bytes32 requestId) {
        return _requestId(_idOf(posted), item);
    }

    function _requestId(bytes32 batchId, DataItem memory item) private pure returns (bytes32) {
        return keccak256(abi.encode(batchId, item));
    }

    function _idOf(PostedBatch calldata posted) private view returns (bytes32) {
        Batch calldata batch = posted.batch;
        return BatchLib.id(ledger.batchDigest(batch), BatchLib.hashSigners(posted.signers), batch.earningsRoot);
    }
}
