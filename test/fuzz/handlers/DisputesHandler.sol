// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Disputes} from "../../../contracts/attribution/Disputes.sol";
import {Parameters} from "../../../contracts/governance/Parameters.sol";
import {IAttributionLedger} from "../../../contracts/interfaces/IAttributionLedger.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IStaking} from "../../../contracts/interfaces/IStaking.sol";
import {BatchLib} from "../../../contracts/libraries/BatchLib.sol";
import {RowLib} from "../../../contracts/libraries/RowLib.sol";
import {TrajectoryLib} from "../../../contracts/libraries/TrajectoryLib.sol";
import {OpenToken} from "../../../contracts/token/OpenToken.sol";
import {Batch} from "../../../contracts/types/Batch.sol";
import {Dispute} from "../../../contracts/types/Dispute.sol";
import {Entry} from "../../../contracts/types/Entry.sol";
import {PostedBatch, RowProof} from "../../../contracts/types/Evidence.sol";
import {ModelRecord} from "../../../contracts/types/ModelRecord.sol";
import {Parameter} from "../../../contracts/types/Parameter.sol";
import {Role} from "../../../contracts/types/Role.sol";
import {Row} from "../../../contracts/types/Row.sol";
import {Seat} from "../../../contracts/types/Seat.sol";
import {Trajectory} from "../../../contracts/types/Trajectory.sol";
import {Verdict} from "../../../contracts/types/Verdict.sol";
import {vm} from "./Vm.sol";

/// @notice Disputes rows and manifests in any order: it is ledger, registry, staking (everybody is an attestor) and governance. Whatever
/// is disputed is of another model or batch each time.
contract DisputesHandler {
    uint256 public constant ACTORS = 8;
    address private constant _BOUND = address(0xB0D);
    bytes32 private constant _STATE = keccak256("state");

    OpenToken public immutable TOKEN = new OpenToken(address(this));
    Disputes public immutable DISPUTES;
    Parameters public immutable PARAMETERS;

    uint256 public count; // disputes opened
    mapping(uint256 disputeId => bool) public carriedOut; // the judged batch was refuted, or the model fell
    mapping(uint256 disputeId => PostedBatch) private _posted;
    mapping(uint256 modelId => bool) private _fell;
    uint256 private _now = 1_800_000_000;
    uint256 private _block = 1_000;

    constructor() {
        PARAMETERS = new Parameters(address(this), address(this), address(this), new Parameter[](0), new uint256[](0));
        DISPUTES = new Disputes(TOKEN, PARAMETERS, IStaking(address(this)), IModelRegistry(address(this)));
        DISPUTES.wire(IAttributionLedger(address(this)));
        for (uint256 i = 0; i < ACTORS; ++i) {
            TOKEN.transfer(actor(i), 1e25);
            vm.prank(actor(i));
            TOKEN.approve(address(DISPUTES), type(uint256).max);
        }
        vm.warp(_now);
        vm.roll(_block);
    }

    function actor(uint256 seed) public pure returns (address) {
        return address(uint160(0xAC7000 + (seed % ACTORS)));
    }

    /* DISPUTES */

    function openManifest(uint256 who) external {
        if (_areTwoOpen()) return;
        ++count;
        vm.prank(actor(who));
        DISPUTES.openManifest(count, _trajectory(keccak256("other")));
    }

    function openRow(uint256 who) external {
        if (_areTwoOpen()) return;
        ++count;
        PostedBatch storage posted = _posted[count];
        RowProof memory row = _row();
        posted.batch.modelId = count;
        posted.batch.rowRoot = this.leafOf(row.row); // the only one
        posted.batch.rowCount = 1;
        posted.signers.push(_BOUND);
        PostedBatch memory shown = posted;
        vm.prank(actor(who));
        DISPUTES.openRow(shown, row, _trajectory(keccak256("other")));
    }

    function answer(uint256 dispute, uint256 who) external {
        (uint256 id, Dispute memory it) = _pick(dispute);
        if (id == 0 || it.defender != address(0) || _now >= _end(it, 2)) return;
        if (DISPUTES.seatOf(id, actor(who)).joined) return;
        vm.prank(actor(who));
        DISPUTES.answer(id, _trajectory(it.committed));
    }

    /// @dev What the actor can do in the panel now.
    function sit(uint256 dispute, uint256 who, uint256 vote) external {
        (uint256 id, Dispute memory it) = _pick(dispute);
        if (id == 0) return;
        address attestor = actor(who);
        Seat memory seat = DISPUTES.seatOf(id, attestor);
        Verdict verdict = Verdict(1 + (vote % 2));
        if (_now < _end(it, 2)) {
            if (seat.joined || attestor == it.challenger || attestor == it.defender) return;
            address[] memory bound = new address[](1);
            bound[0] = _BOUND;
            vm.prank(attestor);
            DISPUTES.join(id, bound);
        } else if (_now < _end(it, 4)) {
            if (it.panel == 0 && DISPUTES.volunteersOf(id) != 0) _draw(id);
            seat = DISPUTES.seatOf(id, attestor);
            if (!seat.seated || seat.commitment != 0) return;
            bytes32 commitment = DISPUTES.voteHash(id, attestor, verdict, "salt");
            vm.prank(attestor);
            DISPUTES.commitVote(id, commitment);
        } else if (_now < _end(it, 6) && seat.commitment != 0 && seat.vote == Verdict.Undecided) {
            bool upheld = seat.commitment == DISPUTES.voteHash(id, attestor, Verdict.Upheld, "salt");
            vm.prank(attestor);
            DISPUTES.revealVote(id, upheld ? Verdict.Upheld : Verdict.Refuted, "salt");
        }
    }

    function _draw(uint256 id) private {
        DISPUTES.draw(id);
        _block = DISPUTES.disputeOf(id).seedBlock + 1;
        vm.roll(_block);
        DISPUTES.draw(id);
    }

    function appeal(uint256 dispute, uint256 who) external {
        (uint256 id, Dispute memory it) = _pick(dispute);
        if (id == 0 || it.appellant != address(0) || _now < _end(it, 6) || _now >= _end(it, 7)) return;
        vm.prank(actor(who));
        DISPUTES.appeal(id);
    }

    function rule(uint256 dispute, uint256 vote) external {
        (uint256 id, Dispute memory it) = _pick(dispute);
        if (id == 0 || it.appellant == address(0) || it.ruling != Verdict.Undecided || _now >= _end(it, 9)) return;
        DISPUTES.rule(id, Verdict(1 + (vote % 2)));
    }

    /// @dev Must never revert once the longest wait is over.
    function settle(uint256 dispute) external {
        (uint256 id, Dispute memory it) = _pick(dispute);
        bool ruled = it.ruling != Verdict.Undecided;
        if (id == 0 || it.settled || (!ruled && _now < _end(it, it.appellant == address(0) ? 7 : 9))) return;
        DISPUTES.settle(id, _posted[id]);
    }

    function collect(uint256 who) external {
        if (DISPUTES.owedTo(actor(who)) != 0) DISPUTES.collect(actor(who));
    }

    function setTerms(uint256 bond, uint256 phase, uint256 seats) external {
        PARAMETERS.set(Parameter.DisputeBond, 1e18 + (bond % 10_000e18));
        PARAMETERS.set(Parameter.DisputePhaseSeconds, 1 hours + (phase % 23 hours));
        PARAMETERS.set(Parameter.PanelSize, 1 + (seats % 15));
    }

    function wait(uint256 duration) external {
        _now += duration % 8 hours;
        vm.warp(_now);
    }

    /// @dev No more than two at a time: so that disputes live to be decided.
    function _areTwoOpen() private view returns (bool) {
        return count > 1 && !DISPUTES.disputeOf(count).settled && !DISPUTES.disputeOf(count - 1).settled;
    }

    /// @dev One of the last two; `id` is 0 when it is settled.
    function _pick(uint256 seed) private view returns (uint256 id, Dispute memory dispute) {
        if (count == 0) return (0, dispute);
        id = count == 1 ? 1 : count - (seed % 2);
        dispute = DISPUTES.disputeOf(id);
        if (dispute.settled) id = 0;
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

    function _row() private pure returns (RowProof memory row) {
        row.row.entries = new Entry[](0);
        row.proof = new bytes32[](0);
    }

    /* LEDGER, REGISTRY, STAKING */

    function leafOf(Row calldata row) external pure returns (bytes32) {
        return RowLib.hash(row);
    }

    function idOf(PostedBatch calldata posted) public pure returns (bytes32) {
        return BatchLib.id(batchDigest(posted.batch), BatchLib.hashSigners(posted.signers), posted.batch.earningsRoot);
    }

    function batchDigest(Batch calldata batch) public pure returns (bytes32) {
        return BatchLib.hash(batch);
    }

    function hold(PostedBatch calldata, uint40) external {}

    function batchOf(uint256 modelId, uint64) external view returns (IAttributionLedger.BatchRecord memory record) {
        record.id = this.idOf(_posted[modelId]);
        record.finalAt = type(uint40).max;
    }

    function refute(PostedBatch calldata posted, string calldata, address) external {
        if (msg.sender != address(DISPUTES)) return; // the fuzzer's own call
        carriedOut[posted.batch.modelId] = true;
    }

    function fall(uint256 modelId, string calldata, address) external {
        if (msg.sender != address(DISPUTES)) return; // the fuzzer's own call
        carriedOut[modelId] = true;
        _fell[modelId] = true;
    }

    function trainerOf(uint256 modelId) external view returns (address, uint128) {
        return (_BOUND, _fell[modelId] ? 0 : 1e18);
    }

    function recordOf(uint256) external pure returns (ModelRecord memory record) {}

    function isActive(Role, address) external pure returns (bool) {
        return true;
    }
}
