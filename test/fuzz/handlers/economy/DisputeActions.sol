// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Disputes} from "../../../../contracts/attribution/Disputes.sol";
import {IAttributionLedger} from "../../../../contracts/interfaces/IAttributionLedger.sol";
import {TrajectoryLib} from "../../../../contracts/libraries/TrajectoryLib.sol";
import {Dispute} from "../../../../contracts/types/Dispute.sol";
import {PostedBatch, RowProof} from "../../../../contracts/types/Evidence.sol";
import {Parameter} from "../../../../contracts/types/Parameter.sol";
import {Role} from "../../../../contracts/types/Role.sol";
import {Seat} from "../../../../contracts/types/Seat.sol";
import {Trajectory} from "../../../../contracts/types/Trajectory.sol";
import {Verdict} from "../../../../contracts/types/Verdict.sol";
import {vm} from "../Vm.sol";
import {BatchActions} from "./BatchActions.sol";
import {Cast} from "./Cast.sol";
import {Contracts} from "./Contracts.sol";
import {EconomyHandler} from "./EconomyHandler.sol";
import {LeafLib} from "./LeafLib.sol";
import {ModelActions} from "./ModelActions.sol";
import {Standing} from "./Standing.sol";

/// @notice Disputes the rows of pending batches and the manifests of models before real attestors, with answers, votes, appeals and rulings.
contract DisputeActions is EconomyHandler {
    uint256 private constant _MAX_OPEN = 2; // so that disputes live to be decided
    bytes32 private constant _STATE = keccak256("state");

    Disputes private immutable _DISPUTES;
    BatchActions private immutable _BATCHES;
    ModelActions private immutable _REGISTRY;

    uint256 public count; // disputes opened
    mapping(uint256 disputeId => PostedBatch) private _posted;
    mapping(uint256 disputeId => address[]) private _bound;
    uint256[] private _open;
    uint256 private _block = 1_000;
    bool public hasCarriedOutWrongly; // whether what stood fell without a refutation, or stood in spite of one

    constructor(
        Contracts memory all,
        Cast cast,
        BatchActions batches,
        ModelActions registry
    ) EconomyHandler(all, cast) {
        _DISPUTES = all.disputes;
        _BATCHES = batches;
        _REGISTRY = registry;
        vm.roll(_block);
    }

    /* DISPUTES */

    /// @dev Rarely: an unanswered one brings a model down.
    function openManifest(uint256 model, uint256 who, uint256 rarely) external {
        uint256 modelId = 1 + (model % _REGISTRY.count());
        (address trainer, uint128 bond) = _MODELS.trainerOf(modelId);
        bool isRetired = _MODELS.recordOf(modelId).retiredAt != 0;
        bytes32 subject = keccak256(abi.encode(modelId));
        if (rarely % 4 != 0 || bond == 0 || isRetired || !_canOpen(_actor(who), subject)) return;
        if (trainer == _actor(who)) return;

        _begin();
        _bound[count].push(trainer);
        _as(_actor(who));
        _DISPUTES.openManifest(modelId, _trajectory(keccak256("other")));
        ++done["openManifest"];
    }

    function openRow(uint256 model, uint256 place, uint256 who) external {
        (uint256 modelId, uint256 bucket, bool isFound) = _BATCHES.findPending(model, place);
        if (!isFound || block.timestamp >= _BATCHES.windowEndsOf(modelId, bucket)) return;
        Standing memory standing = _BATCHES.standingOf(modelId, bucket);
        bytes32 subject = keccak256(abi.encode(standing.digest, uint32(0)));
        if (_contains(standing.signers, _actor(who)) || !_canOpen(_actor(who), subject)) return;

        _begin();
        PostedBatch memory posted = PostedBatch({batch: standing.batch, signers: standing.signers});
        _posted[count] = posted;
        _bound[count] = standing.signers;
        RowProof memory row = LeafLib.row(standing.nonce);
        _as(_actor(who));
        _DISPUTES.openRow(posted, row, _trajectory(keccak256("other")));
        ++done["openRow"];
    }

    function _canOpen(address who, bytes32 subject) private view returns (bool) {
        bool isFree = _open.length < _MAX_OPEN && _DISPUTES.disputeOn(subject) == 0;
        return isFree && _TOKEN.balanceOf(who) >= _get(Parameter.DisputeBond);
    }

    function _begin() private {
        _open.push(++count);
    }

    function answer(uint256 which, uint256 who) external {
        (uint256 id, Dispute memory it) = _pick(which);
        if (id == 0 || it.defender != address(0) || block.timestamp >= _end(it, 2)) return;
        if (_DISPUTES.seatOf(id, _actor(who)).joined || _TOKEN.balanceOf(_actor(who)) < it.bond) return;
        _as(_actor(who));
        _DISPUTES.answer(id, _trajectory(it.committed));
        ++done["answer"];
    }

    /* PANEL */

    /// @dev What the attestor can do in the panel now.
    function sit(uint256 which, uint256 who, uint256 vote) external {
        (uint256 id, Dispute memory it) = _pick(which);
        if (id == 0) return;
        address attestor = _attestor(who);
        if (block.timestamp < _end(it, 2)) _join(id, it, attestor);
        else if (block.timestamp < _end(it, 4)) _commit(id, it, attestor, Verdict(1 + (vote % 2)));
        else if (block.timestamp < _end(it, 6)) _reveal(id, attestor);
    }

    function _join(uint256 id, Dispute memory it, address attestor) private {
        bool isParty = attestor == it.challenger || attestor == it.defender || _contains(_bound[id], attestor);
        if (isParty || _DISPUTES.seatOf(id, attestor).joined) return;
        if (!_STAKING.isActive(Role.Attestor, attestor)) return;
        _as(attestor);
        _DISPUTES.join(id, _bound[id]);
        ++done["join"];
    }

    function _commit(uint256 id, Dispute memory it, address attestor, Verdict verdict) private {
        if (it.panel == 0 && _DISPUTES.volunteersOf(id) != 0) _draw(id);
        Seat memory seat = _DISPUTES.seatOf(id, attestor);
        bool isActive = _STAKING.isActive(Role.Attestor, attestor);
        if (!seat.seated || seat.commitment != 0 || !isActive) return;
        bytes32 commitment = _DISPUTES.voteHash(id, attestor, verdict, "salt");
        _as(attestor);
        _DISPUTES.commitVote(id, commitment);
        ++done["commitVote"];
    }

    function _draw(uint256 id) private {
        _DISPUTES.draw(id);
        _block = _DISPUTES.disputeOf(id).seedBlock + 1;
        vm.roll(_block);
        _DISPUTES.draw(id);
        ++done["draw"];
    }

    function _reveal(uint256 id, address attestor) private {
        Seat memory seat = _DISPUTES.seatOf(id, attestor);
        if (seat.commitment == 0 || seat.vote != Verdict.Undecided) return;
        bool upheld = seat.commitment == _DISPUTES.voteHash(id, attestor, Verdict.Upheld, "salt");
        _as(attestor);
        _DISPUTES.revealVote(id, upheld ? Verdict.Upheld : Verdict.Refuted, "salt");
        ++done["revealVote"];
    }

    /* THE END OF A DISPUTE */

    function appeal(uint256 which, uint256 who) external {
        (uint256 id, Dispute memory it) = _pick(which);
        if (id == 0 || it.appellant != address(0) || _TOKEN.balanceOf(_actor(who)) < it.bond) return;
        if (block.timestamp < _end(it, 6) || block.timestamp >= _end(it, 7)) return;
        _as(_actor(who));
        _DISPUTES.appeal(id);
        ++done["appeal"];
    }

    function rule(uint256 which, uint256 vote) external {
        (uint256 id, Dispute memory it) = _pick(which);
        if (id == 0 || it.appellant == address(0) || it.ruling != Verdict.Undecided) return;
        if (block.timestamp >= _end(it, 9)) return;
        _as(_CAST.GOVERNOR());
        _DISPUTES.rule(id, Verdict(1 + (vote % 2)));
        ++done["rule"];
    }

    /// @dev Must never revert once the longest wait is over.
    function settle(uint256 which) external {
        (uint256 id, Dispute memory it) = _pick(which);
        if (id == 0) return;
        bool isRuled = it.ruling != Verdict.Undecided;
        if (!isRuled && block.timestamp < _end(it, it.appellant == address(0) ? 7 : 9)) return;

        bool stood = _stands(it);
        Verdict verdict = _DISPUTES.settle(id, _posted[id]);
        if (_stands(it) != (stood && verdict != Verdict.Refuted)) hasCarriedOutWrongly = true;
        _BATCHES.strike(it.modelId);
        _open[_open[0] == id ? 0 : 1] = _open[_open.length - 1];
        _open.pop();
        ++done[verdict == Verdict.Refuted ? "settle, refuted" : "settle"];
    }

    /// @dev Whether what is disputed can still fall, and did not.
    function _stands(Dispute memory it) private view returns (bool) {
        if (it.batchId == 0) {
            (, uint128 bond) = _MODELS.trainerOf(it.modelId);
            return bond != 0;
        }
        IAttributionLedger.BatchRecord memory record = _LEDGER.batchOf(it.modelId, it.bucket);
        return record.id == it.batchId && block.timestamp < record.finalAt;
    }

    function collect(uint256 who) external {
        if (_DISPUTES.owedTo(_actor(who)) == 0) return;
        _DISPUTES.collect(_actor(who));
        ++done["collect"];
    }

    /* WHAT THE LAWS ASK */

    function openCount() external view returns (uint256) {
        return _open.length;
    }

    function openId(uint256 place) external view returns (uint256 disputeId) {
        return _open[place];
    }

    /* HELPERS */

    function _pick(uint256 seed) private view returns (uint256 id, Dispute memory dispute) {
        if (_open.length == 0) return (0, dispute);
        id = _open[seed % _open.length];
        dispute = _DISPUTES.disputeOf(id);
    }

    function _end(Dispute memory dispute, uint256 halves) private pure returns (uint256) {
        uint256 phase = dispute.phaseSeconds;
        return dispute.openedAt + (halves / 2) * phase + (halves % 2) * (phase / 2);
    }

    function _trajectory(bytes32 result) private pure returns (Trajectory memory trajectory) {
        bytes32 last = TrajectoryLib.resultLeaf(1, result);
        trajectory.root = keccak256(abi.encode(_STATE, last));
        trajectory.steps = 1;
        trajectory.result = result;
        trajectory.proof = new bytes32[](1);
        trajectory.proof[0] = _STATE;
    }

    function _contains(address[] memory accounts, address account) private pure returns (bool) {
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (accounts[i] == account) return true;
        }
        return false;
    }
}
