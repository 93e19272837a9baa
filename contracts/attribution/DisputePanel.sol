// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputePanel} from "../interfaces/IDisputePanel.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {BlockHashLib} from "../libraries/BlockHashLib.sol";
import {DisputeClockLib} from "../libraries/DisputeClockLib.sol";
import {Dispute} from "../types/Dispute.sol";
import {Parameter} from "../types/Parameter.sol";
import {Role} from "../types/Role.sol";
import {Seat} from "../types/Seat.sol";
import {Verdict} from "../types/Verdict.sol";

/// @title The panel of a re-execution dispute.
/// @dev Loops run over a panel (at most 15) and over the bound accounts that the caller passes, never over volunteers.
///
/// Assumption: the chain's block hashes are not chosen by whoever volunteers. A proposer of the seed block can drop its own block, at the
/// price of its reward, to draw the lot once more.
abstract contract DisputePanel is IDisputePanel {
    using DisputeClockLib for Dispute;

    IParameters public immutable PARAMETERS;
    IStaking public immutable STAKING;

    uint256 internal _lastDisputeId; // ids start at 1
    mapping(uint256 disputeId => Dispute) internal _disputes;
    mapping(uint256 disputeId => mapping(address attestor => Seat)) internal _seats;

    /// @dev Once the panel is drawn, its members stand first.
    mapping(uint256 disputeId => address[]) private _volunteers;

    constructor(IParameters parameters, IStaking staking) {
        PARAMETERS = parameters;
        STAKING = staking;
    }

    /* SEATS */

    /// @inheritdoc IDisputePanel
    function join(uint256 disputeId, address[] calldata bound) external {
        Dispute storage dispute = _known(disputeId);
        _requireBefore(disputeId, dispute.answerEndsAt());
        bytes32 boundHash = keccak256(abi.encode(bound));
        require(boundHash == dispute.boundHash, DisputeWrongBound(boundHash, dispute.boundHash));
        bool isParty = msg.sender == dispute.challenger || msg.sender == dispute.defender;
        require(!isParty && !_contains(bound, msg.sender), DisputeParty(disputeId, msg.sender));
        _requireActive();
        Seat storage seat = _seats[disputeId][msg.sender];
        require(!seat.joined, DisputeAlreadyJoined(disputeId, msg.sender));

        seat.joined = true;
        _volunteers[disputeId].push(msg.sender);
        emit PanelJoined(disputeId, msg.sender, _volunteers[disputeId].length);
    }

    /// @inheritdoc IDisputePanel
    function draw(uint256 disputeId) external {
        Dispute storage dispute = _inCommitPhase(disputeId);
        require(dispute.panel == 0, DisputePanelDrawn(disputeId));
        require(_volunteers[disputeId].length != 0, DisputeNoVolunteers(disputeId));

        uint64 seedBlock = dispute.seedBlock;
        if (seedBlock != 0) {
            require(block.number > seedBlock, DisputeSeedNotReady(disputeId, seedBlock));
            bytes32 blockHash = BlockHashLib.hashOf(seedBlock);
            if (blockHash != 0) {
                _seat(disputeId, dispute, keccak256(abi.encode(blockHash, disputeId)));
                return;
            }
        }
        seedBlock = uint64(block.number + PARAMETERS.get(Parameter.SeedDelayBlocks));
        dispute.seedBlock = seedBlock;
        emit PanelArmed(disputeId, seedBlock);
    }

    /// @dev The first steps of a Fisher-Yates shuffle: every set of volunteers is as likely as any other.
    function _seat(uint256 disputeId, Dispute storage dispute, bytes32 seed) private {
        address[] storage volunteers = _volunteers[disputeId];
        uint256 count = volunteers.length;
        uint256 size = count < dispute.seats ? count : dispute.seats;
        address[] memory panel = new address[](size);
        for (uint256 i = 0; i < size; ++i) {
            uint256 from = i + (uint256(keccak256(abi.encode(seed, i))) % (count - i));
            (volunteers[i], volunteers[from]) = (volunteers[from], volunteers[i]);
            panel[i] = volunteers[i];
            _seats[disputeId][panel[i]].seated = true;
        }
        dispute.panel = uint8(size); // Narrowing is safe: <= seats.
        emit PanelDrawn(disputeId, dispute.seedBlock, seed, panel);
    }

    /* VOTES */

    /// @inheritdoc IDisputePanel
    function commitVote(uint256 disputeId, bytes32 commitment) external {
        _inCommitPhase(disputeId);
        require(commitment != 0, DisputeEmptyCommitment());
        Seat storage seat = _seated(disputeId);
        require(seat.commitment == 0, DisputeAlreadyCommitted(disputeId, msg.sender));
        _requireActive();

        seat.commitment = commitment;
        emit VoteCommitted(disputeId, msg.sender, commitment);
    }

    /// @inheritdoc IDisputePanel
    function revealVote(uint256 disputeId, Verdict verdict, bytes32 salt) external {
        Dispute storage dispute = _known(disputeId);
        _requireFrom(disputeId, dispute.commitEndsAt());
        _requireBefore(disputeId, dispute.revealEndsAt());
        require(verdict != Verdict.Undecided, DisputeNoVerdict());
        Seat storage seat = _seated(disputeId);
        require(seat.vote == Verdict.Undecided, DisputeAlreadyRevealed(disputeId, msg.sender));
        bytes32 commitment = voteHash(disputeId, msg.sender, verdict, salt);
        require(commitment == seat.commitment, DisputeWrongCommitment(commitment, seat.commitment));

        seat.vote = verdict;
        if (verdict == Verdict.Upheld) ++dispute.upheldVotes;
        else ++dispute.refutedVotes;
        emit VoteRevealed(disputeId, msg.sender, verdict, dispute.upheldVotes, dispute.refutedVotes);
    }

    /// @dev More than half of all seats, also of those that nobody took: a few votes of many are no verdict.
    function _majorityOf(Dispute storage dispute) internal view returns (Verdict) {
        uint8 half = dispute.seats / 2;
        if (dispute.refutedVotes > half) return Verdict.Refuted;
        return dispute.upheldVotes > half ? Verdict.Upheld : Verdict.Undecided;
    }

    /* CHECKS */

    function _known(uint256 disputeId) internal view returns (Dispute storage dispute) {
        dispute = _disputes[disputeId];
        require(dispute.openedAt != 0, DisputeUnknown(disputeId));
    }

    function _requireFrom(uint256 disputeId, uint256 opensAt) internal view {
        require(block.timestamp >= opensAt, DisputeTooEarly(disputeId, opensAt));
    }

    function _requireBefore(uint256 disputeId, uint256 closesAt) internal view {
        require(block.timestamp < closesAt, DisputeTooLate(disputeId, closesAt));
    }

    function _contains(address[] calldata accounts, address account) internal pure returns (bool) {
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (accounts[i] == account) return true;
        }
        return false;
    }

    function _inCommitPhase(uint256 disputeId) private view returns (Dispute storage dispute) {
        dispute = _known(disputeId);
        _requireFrom(disputeId, dispute.answerEndsAt());
        _requireBefore(disputeId, dispute.commitEndsAt());
    }

    function _seated(uint256 disputeId) private view returns (Seat storage seat) {
        seat = _seats[disputeId][msg.sender];
        require(seat.seated, DisputeNotSeated(disputeId, msg.sender));
    }

    function _requireActive() private view {
        require(STAKING.isActive(Role.Attestor, msg.sender), DisputeNotActive(msg.sender));
    }

    /* VIEWS */

    /// @inheritdoc IDisputePanel
    function panelOf(uint256 disputeId) public view returns (address[] memory attestors) {
        attestors = new address[](_disputes[disputeId].panel);
        for (uint256 i = 0; i < attestors.length; ++i) attestors[i] = _volunteers[disputeId][i];
    }

    /// @inheritdoc IDisputePanel
    function volunteersOf(uint256 disputeId) external view returns (uint256 count) {
        return _volunteers[disputeId].length;
    }

    /// @inheritdoc IDisputePanel
    function seatOf(uint256 disputeId, address attestor) external view returns (Seat memory seat) {
        return _seats[disputeId][attestor];
    }

    /// @inheritdoc IDisputePanel
    function voteHash(
        uint256 disputeId,
        address voter,
        Verdict verdict,
        bytes32 salt
    ) public pure returns (bytes32 commitment) {
        return keccak256(abi.encode(voter, disputeId, verdict, salt));
    }
}
