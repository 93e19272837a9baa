// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IAttributionLedger} from "../interfaces/IAttributionLedger.sol";
import {IDisputes} from "../interfaces/IDisputes.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {BatchLib} from "../libraries/BatchLib.sol";
import {DisputeClockLib} from "../libraries/DisputeClockLib.sol";
import {MerkleLib} from "../libraries/MerkleLib.sol";
import {RowLib} from "../libraries/RowLib.sol";
import {TrajectoryLib} from "../libraries/TrajectoryLib.sol";
import {WiredOnce} from "../libraries/WiredOnce.sol";
import {Dispute} from "../types/Dispute.sol";
import {PostedBatch, RowProof} from "../types/Evidence.sol";
import {ModelRecord} from "../types/ModelRecord.sol";
import {Parameter} from "../types/Parameter.sol";
import {StepDifference} from "../types/StepDifference.sol";
import {Trajectory} from "../types/Trajectory.sol";
import {Verdict} from "../types/Verdict.sol";
import {DisputePanel} from "./DisputePanel.sol";

/// @title Disputes about what no contract recomputes.
/// @dev Assumptions.
/// Token: OpenToken; moves exactly what it is asked to, calls nobody back, burns.
/// Ledger and registry: name this contract as a judge; both only act on what still stands.
/// Parameters: Ownable; its owner rules on appeals, and may as well be silent.
contract Disputes is IDisputes, DisputePanel, WiredOnce {
    using DisputeClockLib for Dispute;
    using SafeERC20 for IERC20;
    using TrajectoryLib for StepDifference;
    using TrajectoryLib for Trajectory;

    uint32 private constant _NO_DIFFERENCE = type(uint32).max;
    string private constant _PROOF = "re-execution";

    IERC20 public immutable TOKEN;
    IModelRegistry public immutable MODELS;

    /// @notice Where batches are held and refuted. Wired once.
    IAttributionLedger public ledger;

    /// @inheritdoc IDisputes
    mapping(bytes32 subject => uint256 disputeId) public disputeOn;

    // Money law: token balance = sum of the disputes' bondsOf + sum of owedTo.
    /// @inheritdoc IDisputes
    mapping(address account => uint128) public owedTo; // token base units

    constructor(
        IERC20 token,
        IParameters parameters,
        IStaking staking,
        IModelRegistry models
    ) DisputePanel(parameters, staking) {
        TOKEN = token;
        MODELS = models;
    }

    /// @notice Names the ledger. Only the deployer, once.
    function wire(IAttributionLedger ledger_) external {
        ledger = IAttributionLedger(_wireOnce("ledger", address(ledger), address(ledger_)));
    }

    /* OPENING */

    /// @inheritdoc IDisputes
    function openRow(
        PostedBatch calldata posted,
        RowProof calldata row,
        Trajectory calldata claim
    ) external returns (uint256 disputeId) {
        bytes32 leaf = RowLib.hash(row.row);
        require(
            MerkleLib.verify(posted.batch.rowRoot, posted.batch.rowCount, leaf, row.index, row.proof),
            DisputeBadRowProof(row.index)
        );
        require(!_contains(posted.signers, msg.sender), DisputeBoundCannotChallenge(msg.sender));
        bytes32 digest = ledger.batchDigest(posted.batch);
        bytes32 signersHash = BatchLib.hashSigners(posted.signers);

        Dispute memory dispute = _openedNow();
        dispute.committed = rowResult(row);
        dispute.subject = keccak256(abi.encode(digest, row.index));
        dispute.boundHash = signersHash;
        dispute.modelId = posted.batch.modelId;
        dispute.bucket = posted.batch.bucket;
        dispute.batchId = BatchLib.id(digest, signersHash, posted.batch.earningsRoot);
        disputeId = _open(dispute, row.index, claim);

        // The ledger checks that the batch stands and is inside the window it was posted with.
        ledger.hold(posted, dispute.openedAt + _longest(dispute));
    }

    /// @inheritdoc IDisputes
    function openManifest(uint256 modelId, Trajectory calldata claim) external returns (uint256 disputeId) {
        Dispute memory dispute = _openedNow();
        address trainer = _requireBond(modelId, dispute.openedAt + _longest(dispute));
        require(trainer != msg.sender, DisputeBoundCannotChallenge(msg.sender));
        address[] memory bound = new address[](1);
        bound[0] = trainer;

        dispute.committed = manifestResult(modelId);
        dispute.subject = keccak256(abi.encode(modelId));
        dispute.boundHash = keccak256(abi.encode(bound));
        dispute.modelId = modelId;
        disputeId = _open(dispute, 0, claim);
    }

    /// @dev Nobody releases a bond earlier than the shortest unbonding after retirement.
    function _requireBond(uint256 modelId, uint256 until) private view returns (address) {
        (address trainer, uint128 bond) = MODELS.trainerOf(modelId);
        uint40 retiredAt = MODELS.recordOf(modelId).retiredAt;
        uint256 releasableFrom = type(uint256).max;
        if (bond == 0) {
            releasableFrom = 0;
        } else if (retiredAt != 0) {
            (uint256 shortest, , ) = PARAMETERS.bounds(Parameter.UnbondingSeconds);
            releasableFrom = retiredAt + shortest;
        }
        require(until <= releasableFrom, DisputeBondNotHeld(modelId, releasableFrom, until));
        return trainer;
    }

    // Narrowing in the two functions below is safe by the parameters' bounds.

    function _openedNow() private view returns (Dispute memory dispute) {
        dispute.challenger = msg.sender;
        dispute.openedAt = uint40(block.timestamp);
        dispute.phaseSeconds = uint24(PARAMETERS.get(Parameter.DisputePhaseSeconds));
        dispute.seats = uint8(PARAMETERS.get(Parameter.PanelSize));
        dispute.bond = uint96(PARAMETERS.get(Parameter.DisputeBond));
        dispute.difference = _NO_DIFFERENCE;
    }

    function _longest(Dispute memory dispute) private pure returns (uint40) {
        return DisputeClockLib.PHASES * uint40(dispute.phaseSeconds);
    }

    function _open(Dispute memory dispute, uint32 row, Trajectory calldata claim) private returns (uint256 disputeId) {
        bytes32 subject = dispute.subject;
        require(disputeOn[subject] == 0, DisputeSubjectTaken(subject, disputeOn[subject]));
        require(claim.result != dispute.committed, DisputeNothingClaimed(dispute.committed));
        require(claim.endsInResult(), DisputeBadTrajectory(claim.root, claim.steps));

        disputeId = ++_lastDisputeId;
        dispute.claimedRoot = claim.root;
        dispute.claimedSteps = claim.steps;
        _disputes[disputeId] = dispute;
        disputeOn[subject] = disputeId;
        emit DisputeOpened(
            disputeId,
            dispute.modelId,
            msg.sender,
            subject,
            dispute.batchId,
            row,
            dispute.committed,
            claim,
            dispute.bond,
            dispute.phaseSeconds,
            dispute.seats
        );
        TOKEN.safeTransferFrom(msg.sender, address(this), dispute.bond);
    }

    /* EVIDENCE */

    /// @inheritdoc IDisputes
    function answer(uint256 disputeId, Trajectory calldata trajectory) external {
        Dispute storage dispute = _known(disputeId);
        _requireBefore(disputeId, dispute.answerEndsAt());
        require(dispute.defender == address(0), DisputeAlreadyAnswered(disputeId, dispute.defender));
        require(!_seats[disputeId][msg.sender].joined, DisputeParty(disputeId, msg.sender));
        bytes32 committed = dispute.committed;
        require(trajectory.result == committed, DisputeWrongResult(trajectory.result, committed));
        require(trajectory.endsInResult(), DisputeBadTrajectory(trajectory.root, trajectory.steps));

        dispute.defender = msg.sender;
        dispute.answeredRoot = trajectory.root;
        dispute.answeredSteps = trajectory.steps;
        uint96 bond = dispute.bond;
        emit DisputeAnswered(disputeId, msg.sender, trajectory, bond);
        TOKEN.safeTransferFrom(msg.sender, address(this), bond);
    }

    /// @inheritdoc IDisputes
    function nameDifference(uint256 disputeId, StepDifference calldata step) external {
        Dispute storage dispute = _known(disputeId);
        _requireBefore(disputeId, dispute.commitEndsAt());
        require(dispute.defender != address(0), DisputeNotAnswered(disputeId));
        uint32 named = dispute.difference;
        require(step.index < named, DisputeDifferenceNotEarlier(disputeId, step.index, named));
        bool parts = step.isDifference(
            dispute.claimedRoot,
            dispute.claimedSteps,
            dispute.answeredRoot,
            dispute.answeredSteps
        );
        require(parts, DisputeNoDifference(disputeId, step.index));

        dispute.difference = step.index;
        emit DifferenceNamed(disputeId, step.index, step.before, step.claimed, step.answered);
    }

    /* APPEAL */

    /// @inheritdoc IDisputes
    function appeal(uint256 disputeId) external {
        Dispute storage dispute = _known(disputeId);
        _requireFrom(disputeId, dispute.revealEndsAt());
        _requireBefore(disputeId, dispute.appealEndsAt());
        require(dispute.appellant == address(0), DisputeAlreadyAppealed(disputeId, dispute.appellant));

        dispute.appellant = msg.sender;
        uint96 bond = dispute.bond;
        emit DisputeAppealed(disputeId, msg.sender, _panelOutcome(dispute), bond);
        TOKEN.safeTransferFrom(msg.sender, address(this), bond);
    }

    /// @inheritdoc IDisputes
    function rule(uint256 disputeId, Verdict verdict) external {
        address owner = Ownable(address(PARAMETERS)).owner();
        require(msg.sender == owner, DisputeNotOwner(msg.sender, owner));
        Dispute storage dispute = _known(disputeId);
        require(dispute.appellant != address(0), DisputeNotAppealed(disputeId));
        _requireBefore(disputeId, dispute.rulingEndsAt());
        require(dispute.ruling == Verdict.Undecided, DisputeAlreadyRuled(disputeId, dispute.ruling));
        require(verdict != Verdict.Undecided, DisputeNoVerdict());

        dispute.ruling = verdict;
        emit DisputeRuled(disputeId, owner, verdict);
    }

    /* SETTLEMENT */

    /// @inheritdoc IDisputes
    function settle(uint256 disputeId, PostedBatch calldata posted) external returns (Verdict verdict) {
        Dispute storage dispute = _known(disputeId);
        require(!dispute.settled, DisputeAlreadySettled(disputeId));
        _requireFrom(disputeId, _settleableAt(dispute));

        verdict = _outcomeOf(dispute);
        dispute.settled = true;
        // Nothing was decided, so it may be disputed again; whatever was decided, never.
        if (verdict == Verdict.Undecided) delete disputeOn[dispute.subject];
        uint128 burnt = _divide(disputeId, dispute, verdict);
        emit DisputeSettled(disputeId, verdict, burnt);

        if (burnt != 0) ERC20Burnable(address(TOKEN)).burn(burnt);
        if (verdict == Verdict.Refuted) _carryOut(dispute, posted);
    }

    function _settleableAt(Dispute storage dispute) private view returns (uint40) {
        if (dispute.ruling != Verdict.Undecided) return 0;
        return dispute.appellant == address(0) ? dispute.appealEndsAt() : dispute.rulingEndsAt();
    }

    /// @dev Asks first instead of catching a revert: a caller who leaves too little gas must not make a refutation fail silently.
    function _carryOut(Dispute storage dispute, PostedBatch calldata posted) private {
        uint256 modelId = dispute.modelId;
        if (dispute.batchId == 0) {
            (, uint128 bond) = MODELS.trainerOf(modelId);
            if (bond != 0) MODELS.fall(modelId, _PROOF, dispute.challenger);
            return;
        }
        IAttributionLedger.BatchRecord memory record = ledger.batchOf(modelId, dispute.bucket);
        bool stands = record.id == dispute.batchId && block.timestamp < record.finalAt;
        if (stands) ledger.refute(posted, _PROOF, dispute.challenger);
    }

    /// @dev Gives back the bonds of all but the losers, and half of theirs to those who were right.
    /// @return burnt token base units: what is left of the losers' bonds.
    function _divide(uint256 disputeId, Dispute storage dispute, Verdict verdict) private returns (uint128 burnt) {
        uint128 bond = dispute.bond;
        uint128 lost;
        if (verdict == Verdict.Refuted || verdict == Verdict.Undecided) _credit(disputeId, dispute.challenger, bond);
        else lost += bond;
        if (dispute.defender != address(0)) {
            if (verdict == Verdict.Refuted) lost += bond;
            else _credit(disputeId, dispute.defender, bond);
        }
        if (dispute.appellant != address(0)) {
            bool inVain = verdict != Verdict.Undecided && verdict == _panelOutcome(dispute);
            if (inVain) lost += bond;
            else _credit(disputeId, dispute.appellant, bond);
        }
        return lost == 0 ? 0 : lost - _reward(disputeId, dispute, verdict, lost / 2);
    }

    /// @param pot token base units.
    /// @return paid token base units: equal floors of the pot, 0 when nobody is to be paid.
    function _reward(
        uint256 disputeId,
        Dispute storage dispute,
        Verdict verdict,
        uint128 pot
    ) private returns (uint128 paid) {
        address[] memory panel = panelOf(disputeId);
        bool paysDefender = verdict == Verdict.Upheld && dispute.defender != address(0);
        uint128 payees = paysDefender ? 1 : 0;
        for (uint256 i = 0; i < panel.length; ++i) {
            if (_seats[disputeId][panel[i]].vote == verdict) ++payees;
        }
        if (payees == 0) return 0;

        uint128 each = pot / payees; // down: the rest is burnt
        if (paysDefender) _credit(disputeId, dispute.defender, each);
        for (uint256 i = 0; i < panel.length; ++i) {
            if (_seats[disputeId][panel[i]].vote == verdict) _credit(disputeId, panel[i], each);
        }
        return each * payees;
    }

    function _credit(uint256 disputeId, address account, uint128 amount) private {
        uint128 owed = owedTo[account] + amount;
        owedTo[account] = owed;
        emit DisputeCredited(disputeId, account, amount, owed);
    }

    /// @inheritdoc IDisputes
    function collect(address account) external returns (uint128 amount) {
        amount = owedTo[account];
        require(amount != 0, DisputeNothingOwed(account));

        owedTo[account] = 0;
        emit DisputePaid(account, amount);
        TOKEN.safeTransfer(account, amount);
    }

    /* OUTCOME */

    function _outcomeOf(Dispute storage dispute) private view returns (Verdict) {
        return dispute.ruling == Verdict.Undecided ? _panelOutcome(dispute) : dispute.ruling;
    }

    function _panelOutcome(Dispute storage dispute) private view returns (Verdict verdict) {
        verdict = _majorityOf(dispute);
        bool unanswered = dispute.defender == address(0) && dispute.upheldVotes <= dispute.refutedVotes;
        if (verdict == Verdict.Undecided && unanswered) verdict = Verdict.Refuted;
    }

    /* VIEWS */

    /// @inheritdoc IDisputes
    function disputeOf(uint256 disputeId) external view returns (Dispute memory dispute) {
        return _known(disputeId);
    }

    /// @inheritdoc IDisputes
    function outcomeOf(uint256 disputeId) external view returns (Verdict verdict) {
        return _outcomeOf(_known(disputeId));
    }

    /// @inheritdoc IDisputes
    function bondsOf(uint256 disputeId) external view returns (uint128 amount) {
        Dispute storage dispute = _known(disputeId);
        if (dispute.settled) return 0;

        uint128 sides = 1;
        if (dispute.defender != address(0)) ++sides;
        if (dispute.appellant != address(0)) ++sides;
        return sides * dispute.bond;
    }

    /// @inheritdoc IDisputes
    function rowResult(RowProof calldata row) public pure returns (bytes32 result) {
        return keccak256(abi.encode(row.row.requestHash, row.row.responseHash, row.row.queryRoot));
    }

    /// @inheritdoc IDisputes
    function manifestResult(uint256 modelId) public view returns (bytes32 result) {
        ModelRecord memory model = MODELS.recordOf(modelId);
        return keccak256(abi.encode(model.manifestHash, model.defaultsHash));
    }
}
