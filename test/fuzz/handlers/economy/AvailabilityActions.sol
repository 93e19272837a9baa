// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {DataAvailability} from "../../../../contracts/attribution/DataAvailability.sol";
import {IAttributionLedger} from "../../../../contracts/interfaces/IAttributionLedger.sol";
import {Batch} from "../../../../contracts/types/Batch.sol";
import {DataItem} from "../../../../contracts/types/DataItem.sol";
import {DataKind} from "../../../../contracts/types/DataKind.sol";
import {DataRequest} from "../../../../contracts/types/DataRequest.sol";
import {PostedBatch} from "../../../../contracts/types/Evidence.sol";
import {Parameter} from "../../../../contracts/types/Parameter.sol";
import {BatchActions} from "./BatchActions.sol";
import {Cast} from "./Cast.sol";
import {Contracts} from "./Contracts.sol";
import {EconomyHandler} from "./EconomyHandler.sol";
import {LeafLib} from "./LeafLib.sol";
import {SlashWatch} from "./SlashWatch.sol";
import {Standing} from "./Standing.sol";

/// @notice Asks for the pieces, rows and earnings of pending batches; answers, expires and reclaims.
contract AvailabilityActions is EconomyHandler, SlashWatch {
    using LeafLib for Standing;

    struct Asked {
        Standing standing;
        DataItem item;
        bytes32 requestId;
    }

    uint256 private constant _MAX_OPEN = 4;

    DataAvailability private immutable _AVAILABILITY;
    BatchActions private immutable _BATCHES;

    Asked[] private _open;
    mapping(address signer => uint40) private _countedAt; // what is remembered against a signer
    uint256 public feesIn; // token base units
    uint256 public feesOut; // token base units, to answerers and back
    bool public hasPaidAnother; // whether a fee ever went to another than the answerer, or whoever asked

    constructor(Contracts memory all, Cast cast, BatchActions batches) EconomyHandler(all, cast) {
        _AVAILABILITY = all.availability;
        _BATCHES = batches;
    }

    function request(uint256 model, uint256 place, uint256 kind, uint256 who) external {
        (uint256 modelId, uint256 bucket, bool isFound) = _BATCHES.findPending(model, place);
        uint256 fee = _get(Parameter.AnswerFee);
        if (!isFound || _open.length == _MAX_OPEN || _TOKEN.balanceOf(_actor(who)) < fee) return;
        Standing memory standing = _BATCHES.standingOf(modelId, bucket);
        if (block.timestamp >= standing.windowEnds) return;
        PostedBatch memory posted = _postedOf(standing);
        DataItem memory item = _itemOf(kind);
        bytes32 requestId = _AVAILABILITY.requestIdOf(posted, item);
        if (_AVAILABILITY.requestOf(requestId).askedAt != 0) return;

        _as(_actor(who));
        _AVAILABILITY.request(posted, item);
        feesIn += fee;
        _open.push(Asked({standing: standing, item: item, requestId: requestId}));
        ++done["request"];
    }

    function answer(uint256 from, uint256 who) external {
        for (uint256 i = 0; i < _open.length; ++i) {
            uint256 place = ((from % _open.length) + i) % _open.length;
            Asked memory asked = _open[place];
            DataRequest memory request_ = _AVAILABILITY.requestOf(asked.requestId);
            if (!_isLive(asked, request_) || block.timestamp > request_.answerBy) continue;

            uint256 before = _TOKEN.balanceOf(_actor(who));
            _as(_actor(who));
            _answer(asked);
            _note(_actor(who), before, request_.fee);
            _forget(place);
            ++done["answer"];
            return;
        }
    }

    function _answer(Asked memory asked) private {
        PostedBatch memory posted = _postedOf(asked.standing);
        uint32 index = asked.item.index;
        if (asked.item.kind == DataKind.Row) _AVAILABILITY.answerRow(posted, LeafLib.row(asked.standing.nonce));
        else if (asked.item.kind == DataKind.Earning)
            _AVAILABILITY.answerEarning(posted, asked.standing.earningOf(index));
        else if (index == 0) _AVAILABILITY.answerPiece(posted, 0, LeafLib.PIECE, new bytes32[](0));
        else _AVAILABILITY.answerBeyond(posted, index, LeafLib.piece(), 0, new bytes32[](0));
    }

    function expire(uint256 from) external {
        for (uint256 i = 0; i < _open.length; ++i) {
            uint256 place = ((from % _open.length) + i) % _open.length;
            Asked memory asked = _open[place];
            DataRequest memory request_ = _AVAILABILITY.requestOf(asked.requestId);
            if (!_isLive(asked, request_) || block.timestamp <= request_.answerBy) continue;

            address[] memory signers = asked.standing.signers;
            Batch memory batch = asked.standing.batch;
            _watch(signers, _LEDGER.batchOf(batch.modelId, batch.bucket).slashBps);
            uint256 before = _TOKEN.balanceOf(request_.asker);
            uint256 bounty = _TOKEN.totalSupply();
            _AVAILABILITY.expire(_postedOf(asked.standing), asked.item);
            bounty -= _TOKEN.totalSupply(); // at least as much burnt as the asker got
            _judge(signers, request_.askedAt);
            uint256 got = _TOKEN.balanceOf(request_.asker) - before;
            feesOut += request_.fee;
            if (got < request_.fee || got - request_.fee > bounty) hasPaidAnother = true;
            _BATCHES.strike(batch.modelId);
            _forget(place);
            ++done["expire"];
            return;
        }
    }

    /// @dev Who repeats it within a season was slashed, everybody else spared.
    function _judge(address[] memory signers, uint40 askedAt) private {
        for (uint256 i = 0; i < signers.length; ++i) {
            uint40 countedAt = _countedAt[signers[i]];
            uint40 memoryEnds = countedAt + _AVAILABILITY.REPEAT_SECONDS();
            if (countedAt != 0 && askedAt > countedAt && askedAt <= memoryEnds) {
                address[] memory repeater = new address[](1);
                repeater[0] = signers[i];
                _requireSlashed(repeater);
                ++done["expire, slashing"];
            } else {
                _requireSpared(signers[i]);
            }
            if (askedAt > countedAt) _countedAt[signers[i]] = uint40(block.timestamp);
        }
    }

    function reclaim(uint256 from) external {
        for (uint256 i = 0; i < _open.length; ++i) {
            uint256 place = ((from % _open.length) + i) % _open.length;
            Asked memory asked = _open[place];
            DataRequest memory request_ = _AVAILABILITY.requestOf(asked.requestId);
            if (_isLive(asked, request_)) continue;

            uint256 before = _TOKEN.balanceOf(request_.asker);
            _AVAILABILITY.reclaim(_postedOf(asked.standing), asked.item);
            _note(request_.asker, before, request_.fee);
            _forget(place);
            ++done["reclaim"];
            return;
        }
    }

    /// @return fees of the open requests, token base units.
    function openFees() external view returns (uint256 fees) {
        for (uint256 i = 0; i < _open.length; ++i) fees += _AVAILABILITY.requestOf(_open[i].requestId).fee;
    }

    /* EVIDENCE */

    function _isLive(Asked memory asked, DataRequest memory request_) private view returns (bool) {
        Batch memory batch = asked.standing.batch;
        IAttributionLedger.BatchRecord memory record = _LEDGER.batchOf(batch.modelId, batch.bucket);
        bool isPending = record.id == asked.standing.id && block.timestamp < record.finalAt;
        return isPending && record.postedAt <= request_.askedAt;
    }

    /// @dev The only piece and one beyond it, the only row, and both earnings.
    function _itemOf(uint256 kind) private pure returns (DataItem memory item) {
        kind %= 5;
        if (kind < 2) item.kind = DataKind.Piece;
        else item.kind = kind == 4 ? DataKind.Row : DataKind.Earning;
        item.index = kind == 4 ? 0 : uint32(kind % 2);
    }

    function _postedOf(Standing memory standing) private pure returns (PostedBatch memory) {
        return PostedBatch({batch: standing.batch, signers: standing.signers});
    }

    function _note(address recipient, uint256 before, uint256 fee) private {
        uint256 paid = _TOKEN.balanceOf(recipient) - before;
        feesOut += paid;
        if (paid != fee) hasPaidAnother = true;
    }

    function _forget(uint256 place) private {
        _open[place] = _open[_open.length - 1];
        _open.pop();
    }
}
