// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Seat} from "../types/Seat.sol";
import {Verdict} from "../types/Verdict.sol";

/// @title The panel of a re-execution dispute: attestors who are no party to it, drawn by lot, voting by commit-reveal.
/// @notice Every seat needs an attestor's whole minimum stake, and the lot falls after joining is over: a panel is packed only by whoever
/// holds most of the stake that volunteered.
interface IDisputePanel {
    event PanelJoined(uint256 indexed disputeId, address indexed attestor, uint256 volunteers);
    event PanelArmed(uint256 indexed disputeId, uint64 seedBlock);
    event PanelDrawn(uint256 indexed disputeId, uint64 seedBlock, bytes32 seed, address[] panel);
    event VoteCommitted(uint256 indexed disputeId, address indexed attestor, bytes32 commitment);
    event VoteRevealed(
        uint256 indexed disputeId,
        address indexed attestor,
        Verdict vote,
        uint8 upheldVotes,
        uint8 refutedVotes
    );

    error DisputeUnknown(uint256 disputeId);
    error DisputeTooEarly(uint256 disputeId, uint256 opensAt);
    error DisputeTooLate(uint256 disputeId, uint256 closedAt);
    error DisputeWrongBound(bytes32 given, bytes32 expected);
    error DisputeParty(uint256 disputeId, address account);
    error DisputeNotActive(address attestor);
    error DisputeAlreadyJoined(uint256 disputeId, address attestor);
    error DisputeNoVolunteers(uint256 disputeId);
    error DisputeSeedNotReady(uint256 disputeId, uint64 seedBlock);
    error DisputePanelDrawn(uint256 disputeId);
    error DisputeNotSeated(uint256 disputeId, address account);
    error DisputeEmptyCommitment();
    error DisputeAlreadyCommitted(uint256 disputeId, address attestor);
    error DisputeAlreadyRevealed(uint256 disputeId, address attestor);
    error DisputeWrongCommitment(bytes32 given, bytes32 committed);
    error DisputeNoVerdict();

    /// @notice Volunteers for the panel, in the first phase. Emits {PanelJoined}. Requirements:
    /// - the caller is an active attestor, and neither challenger nor defender nor bound.
    /// @param bound the accounts that the dispute is against: the batch's signers, ascending, or the trainer alone.
    function join(uint256 disputeId, address[] calldata bound) external;

    /// @notice Draws the panel, in the second phase. Anybody, twice: the first call fixes the block whose hash is the lot and emits
    /// {PanelArmed}, one after that block seats and emits {PanelDrawn}. A block that the chain has forgotten is replaced by a later one.
    function draw(uint256 disputeId) external;

    /// @notice Commits a vote, in the second phase, once. Only who is seated and still active. Emits {VoteCommitted}.
    /// @param commitment keccak256(abi.encode(voter, disputeId, verdict, salt)): copied by another voter it opens to nothing.
    function commitVote(uint256 disputeId, bytes32 commitment) external;

    /// @notice Reveals a vote, in the third phase, once. Emits {VoteRevealed}.
    /// @param verdict on what stands, not on who argued better: Upheld or Refuted.
    function revealVote(uint256 disputeId, Verdict verdict, bytes32 salt) external;

    /// @return attestors seated, none until the panel is drawn.
    function panelOf(uint256 disputeId) external view returns (address[] memory attestors);

    function volunteersOf(uint256 disputeId) external view returns (uint256 count);

    function seatOf(uint256 disputeId, address attestor) external view returns (Seat memory seat);

    /// @notice What a voter commits to.
    function voteHash(
        uint256 disputeId,
        address voter,
        Verdict verdict,
        bytes32 salt
    ) external pure returns (bytes32 commitment);
}
