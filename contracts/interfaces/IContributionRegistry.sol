// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {ContributionStatus} from "../types/ContributionStatus.sol";
import {IDatanetRegistry} from "./IDatanetRegistry.sol";

/// @title Contributions. One token = one dataset of any number of chunks; whoever owns the token owns its income.
/// @notice Registered by commit and reveal, so that nobody copies a root from the mempool: the commitment binds the sender, and
/// the earlier commitment wins. URI and licence are only in the event. Chunk tree leaves are `Chunk(bytes32 contentHash,uint32 length)`, see ChunkLib.
interface IContributionRegistry is IERC721 {
    /// @notice What is revealed. `commitment = keccak256(abi.encode(sender, contribution, salt))`.
    struct Contribution {
        uint256 datanetId;
        bytes32 root; // Merkle root of the chunks
        uint32 chunkCount;
        string licence; // SPDX id
        string uri;
    }

    struct Record {
        // slot 0
        bytes32 root;
        // slot 1
        uint64 datanetId;
        uint32 chunkCount;
        uint40 committedAt; // Unix seconds
        uint64 committedBlock; // the lower is the earlier; in one block, the lower contribution id
        uint40 withdrawnAt; // Unix seconds, 0 while consent stands
        ContributionStatus status;
    }

    /// @notice A chunk and where it stands in its contribution.
    struct ChunkProof {
        uint256 contributionId;
        bytes32 contentHash; // keccak256 of the chunk's bytes
        uint32 length; // bytes
        uint32 index;
        bytes32[] proof;
    }

    event Committed(address indexed sender, bytes32 indexed commitment);
    event Contributed(
        uint256 indexed contributionId,
        uint256 indexed datanetId,
        address indexed contributor,
        bytes32 root,
        uint32 chunkCount,
        string licence,
        string uri,
        uint64 committedBlock
    );
    event Reviewed(uint256 indexed contributionId, uint256 indexed datanetId, bool accepted, bytes32 reasonHash);
    event ConsentWithdrawn(uint256 indexed contributionId, uint256 indexed datanetId, address indexed owner);
    event ChunkVoided(
        uint256 indexed contributionId,
        uint32 index,
        uint256 indexed originalId,
        uint32 originalIndex,
        bytes32 contentHash
    );

    error ContributionAlreadyCommitted(bytes32 commitment);
    error ContributionUnknownCommitment(bytes32 commitment);
    error ContributionCommittedThisBlock(bytes32 commitment);
    error ContributionCommitmentExpired(bytes32 commitment, uint40 committedAt, uint256 maxAgeSeconds);
    error ContributionUnknownDatanet(uint256 datanetId);
    error ContributionEmpty();
    error ContributionNoLicence();
    error ContributionNotReviewer(uint256 contributionId, address caller, address policy);
    error ContributionNotPending(uint256 contributionId, ContributionStatus status);
    error ContributionNotOwner(uint256 contributionId, address caller, address owner);
    error ContributionAlreadyWithdrawn(uint256 contributionId);
    error ContributionOriginalNotAccepted(uint256 originalId, ContributionStatus status);
    error ContributionSameChunk(uint256 contributionId, uint32 index);
    error ContributionChunksDiffer(bytes32 left, bytes32 right);
    error ContributionBadChunkProof(uint256 contributionId, uint32 index);
    error ContributionNotLater(uint256 contributionId, uint256 originalId);
    error ContributionChunkAlreadyVoid(uint256 contributionId, uint32 index);

    /// @notice First step: commits to a contribution without showing it. Emits {Committed}.
    /// @dev Commitments are kept per sender: nobody else can use one up. An expired one is replaced by another salt's.
    function commit(bytes32 commitment) external;

    /// @notice Second step, in a later block: shows it and mints the token to the caller. Ids start at 1.
    /// @dev Emits {Contributed}, then tells the review policy if it wants to know. Reverts when the commitment is unknown, of this block or older than
    /// CommitMaxAgeSeconds. Warning: the Datanet's review policy may refuse to take it.
    function reveal(Contribution calldata contribution, bytes32 salt) external returns (uint256 contributionId);

    /// @notice Takes a review decision. Only the Datanet's review policy, once, while consent stands. Emits {Reviewed}.
    function decide(uint256 contributionId, bool accepted, bytes32 reasonHash) external;

    /// @notice Ends consent: no attribution from the next version on. What was earned stays claimable. Only the token's owner.
    /// @dev Emits {ConsentWithdrawn}. A contribution still in review can then no longer be decided.
    function withdrawConsent(uint256 contributionId) external;

    /// @notice Shows two equal chunks: the later commitment's (or, within one contribution, the later place's) is void. Anybody.
    /// @dev Emits {ChunkVoided}. Equal is the content hash: a wrong length hides nothing.
    /// - The duplicate may be in review or accepted: it enters the Datanet's log at once (see {IDatanetRegistry}). If it was refused
    ///   or withdrawn, it is marked only here, because it will never be content.
    /// - The original of another contribution must have been accepted, in any Datanet, so that nobody voids the chunks of others
    ///   with a contribution that no review would take. Its later withdrawal does not bring the duplicate back.
    /// Warning: this holds across Datanets: one dataset is contributed once.
    function proveDuplicate(ChunkProof calldata original, ChunkProof calldata duplicate) external;

    function datanets() external view returns (IDatanetRegistry);

    /// @return record all zero when there is no such contribution.
    function recordOf(uint256 contributionId) external view returns (Record memory record);

    function isVoid(uint256 contributionId, uint32 chunkIndex) external view returns (bool);

    /// @notice The commitment to publish first.
    function commitmentOf(
        address sender,
        Contribution calldata contribution,
        bytes32 salt
    ) external pure returns (bytes32);
}
