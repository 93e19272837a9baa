// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Dispute} from "../types/Dispute.sol";
import {PostedBatch, RowProof} from "../types/Evidence.sol";
import {StepDifference} from "../types/StepDifference.sol";
import {Trajectory} from "../types/Trajectory.sol";
import {Verdict} from "../types/Verdict.sol";
import {IDisputePanel} from "./IDisputePanel.sol";

/// @title Disputes about what no contract recomputes: a row's answer and query vector, a model's manifest.
/// @notice A challenger and a defender put up a bond each and commit to their re-runs step by step; a panel of attestors who did not sign
/// says whether what stands is what re-execution gives; governance can be asked once more. Why so: docs/decisions/re-execution-disputes.md.
/// @dev Every wait ends by itself; phases are those of DisputeClockLib, each action possible up to the second before its phase ends.
/// Money law: balance = bonds of disputes not settled + owed. See docs/invariants.md.
interface IDisputes is IDisputePanel {
    event DisputeOpened(
        uint256 indexed disputeId,
        uint256 indexed modelId,
        address indexed challenger,
        bytes32 subject,
        bytes32 batchId,
        uint32 row,
        bytes32 committed,
        Trajectory claim,
        uint96 bond,
        uint24 phaseSeconds,
        uint8 seats
    );
    event DisputeAnswered(uint256 indexed disputeId, address indexed defender, Trajectory answer, uint96 bond);
    /// @param step the trajectories agree before it, as far as anybody has shown.
    event DifferenceNamed(uint256 indexed disputeId, uint32 step, bytes32 before, bytes32 claimed, bytes32 answered);
    /// @param contested the outcome that governance is asked to change.
    event DisputeAppealed(uint256 indexed disputeId, address indexed appellant, Verdict contested, uint96 bond);
    event DisputeRuled(uint256 indexed disputeId, address indexed owner, Verdict ruling);
    /// @param burnt token base units of the losers' bonds.
    event DisputeSettled(uint256 indexed disputeId, Verdict verdict, uint128 burnt);
    /// @param amount token base units; `owed` the account's new total.
    event DisputeCredited(uint256 indexed disputeId, address indexed account, uint128 amount, uint128 owed);
    event DisputePaid(address indexed account, uint128 amount);

    error DisputeBadRowProof(uint32 index);
    error DisputeBadTrajectory(bytes32 root, uint32 steps);
    error DisputeNothingClaimed(bytes32 committed);
    error DisputeWrongResult(bytes32 given, bytes32 committed);
    error DisputeSubjectTaken(bytes32 subject, uint256 disputeId);
    error DisputeBondNotHeld(uint256 modelId, uint256 releasableFrom, uint256 until);
    error DisputeBoundCannotChallenge(address account);
    error DisputeAlreadyAnswered(uint256 disputeId, address defender);
    error DisputeNotAnswered(uint256 disputeId);
    error DisputeNoDifference(uint256 disputeId, uint32 step);
    error DisputeDifferenceNotEarlier(uint256 disputeId, uint32 step, uint32 named);
    error DisputeAlreadyAppealed(uint256 disputeId, address appellant);
    error DisputeNotAppealed(uint256 disputeId);
    error DisputeAlreadyRuled(uint256 disputeId, Verdict ruling);
    error DisputeNotOwner(address caller, address owner);
    error DisputeAlreadySettled(uint256 disputeId);
    error DisputeNothingOwed(address account);

    /// @notice Disputes a row: its answer, its query vector, or its silence. Emits {DisputeOpened}; the batch is held until the longest
    /// the dispute can last. Requirements:
    /// - the batch stands, inside the window it was posted with; the row is its;
    /// - the caller did not sign it, and approved DisputeBond of OPEN;
    /// - the claim ends in another result than {rowResult};
    /// - the row of that batch digest is not disputed, nor decided by a dispute.
    /// @return disputeId from 1.
    function openRow(
        PostedBatch calldata posted,
        RowProof calldata row,
        Trajectory calldata claim
    ) external returns (uint256 disputeId);

    /// @notice Disputes a model's manifest. Emits {DisputeOpened}. Requirements:
    /// - the trainer's bond is held, and stays so for as long as the dispute can last;
    /// - the caller is not the trainer, and approved DisputeBond of OPEN;
    /// - the claim ends in another result than {manifestResult};
    /// - the manifest is not disputed, nor decided by a dispute.
    /// @return disputeId from 1.
    function openManifest(uint256 modelId, Trajectory calldata claim) external returns (uint256 disputeId);

    /// @notice Defends what stands, in the first phase. Anybody with DisputeBond approved who did not join the panel; the first to do so.
    /// Emits {DisputeAnswered}.
    /// @param trajectory must end in what is committed.
    function answer(uint256 disputeId, Trajectory calldata trajectory) external;

    /// @notice Shows where the two trajectories part, before the panel's commitments are over. Anybody; a lower step replaces a higher one.
    /// Emits {DifferenceNamed}.
    function nameDifference(uint256 disputeId, StepDifference calldata step) external;

    /// @notice Asks governance to change the outcome, in the half phase after the panel's. Anybody with another bond, once. Emits
    /// {DisputeAppealed}.
    function appeal(uint256 disputeId) external;

    /// @notice Decides an appeal. Only the owner of Parameters, until a phase after appeals close. Emits {DisputeRuled}.
    /// @param verdict Upheld or Refuted.
    function rule(uint256 disputeId, Verdict verdict) external;

    /// @notice Carries out the outcome and divides the bonds. Anybody, once appeals are over or ruled on, or the ruling's time is.
    /// Emits {DisputeCredited} for each share, {DisputeSettled}, and what ledger and registry emit. A refuted row's batch is refuted, a
    /// refuted manifest falls, if they still stand. Of the losers' bonds half goes to the voters of the verdict and the defender it
    /// upheld, in equal floors, the rest is burnt; everybody else has the bond back.
    /// Warning: a batch that is final when its dispute is settled stays: settle before the hold ends.
    /// @param posted the batch of a row that the outcome refutes; ignored otherwise.
    function settle(uint256 disputeId, PostedBatch calldata posted) external returns (Verdict verdict);

    /// @notice Pays `account` what it is owed. Anybody may send it. Emits {DisputePaid}.
    /// @return amount token base units, above 0.
    function collect(address account) external returns (uint128 amount);

    /* VIEWS */

    function disputeOf(uint256 disputeId) external view returns (Dispute memory dispute);

    /// @return verdict as things are: the ruling, or the panel's majority of all seats. Where neither is, a claim that nobody answered
    /// and that no more voters contradict than support stands as Refuted, everything else as Undecided.
    function outcomeOf(uint256 disputeId) external view returns (Verdict verdict);

    /// @return disputeId that is open about the subject or decided it, 0 when none.
    function disputeOn(bytes32 subject) external view returns (uint256 disputeId);

    /// @return amount token base units that {collect} pays.
    function owedTo(address account) external view returns (uint128 amount);

    /// @return amount token base units of bonds held for the dispute, 0 once settled.
    function bondsOf(uint256 disputeId) external view returns (uint128 amount);

    /// @return result what re-running a row's request must give: its request, its response and its query vector.
    function rowResult(RowProof calldata row) external pure returns (bytes32 result);

    /// @return result what re-running a model's recipe must give: its manifest and its default list.
    function manifestResult(uint256 modelId) external view returns (bytes32 result);
}
