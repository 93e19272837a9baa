// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";

import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IReviewPolicy} from "../interfaces/IReviewPolicy.sol";
import {ChunkLib} from "../libraries/ChunkLib.sol";
import {MerkleLib} from "../libraries/MerkleLib.sol";
import {Chunk} from "../types/Chunk.sol";
import {ContributionStatus} from "../types/ContributionStatus.sol";
import {LogKind} from "../types/LogKind.sol";
import {Parameter} from "../types/Parameter.sol";

/// @title Contributions: commit, reveal, review, consent, duplicates.
/// @dev Nothing here loops over contributions or chunks.
///
/// Assumption about review policies: chosen by a Datanet's owner and called last, so that a hostile one harms its own Datanet only.
contract ContributionRegistry is ERC721, IContributionRegistry {
    using BitMaps for BitMaps.BitMap;

    struct Commitment {
        uint40 committedAt; // Unix seconds, 0 when there is none
        uint64 committedBlock;
    }

    /// @inheritdoc IContributionRegistry
    IDatanetRegistry public immutable datanets;
    IParameters public immutable PARAMETERS;

    uint256 private _contributionCount;
    mapping(address sender => mapping(bytes32 commitment => Commitment record)) private _commitments;
    mapping(uint256 contributionId => Record record) private _records;
    mapping(uint256 contributionId => BitMaps.BitMap chunks) private _voidChunks;

    constructor(IDatanetRegistry datanets_, IParameters parameters) ERC721("OpenLedger Contribution", "DATA") {
        datanets = datanets_;
        PARAMETERS = parameters;
    }

    /* COMMIT AND REVEAL */

    /// @inheritdoc IContributionRegistry
    function commit(bytes32 commitment) external {
        Commitment storage slot = _commitments[msg.sender][commitment];
        if (slot.committedAt != 0) revert ContributionAlreadyCommitted(commitment);

        slot.committedAt = uint40(block.timestamp);
        slot.committedBlock = uint64(block.number);
        emit Committed(msg.sender, commitment);
    }

    /// @inheritdoc IContributionRegistry
    function reveal(Contribution calldata contribution, bytes32 salt) external returns (uint256 contributionId) {
        if (contribution.root == 0 || contribution.chunkCount == 0) revert ContributionEmpty();
        if (bytes(contribution.licence).length == 0) revert ContributionNoLicence();
        Commitment memory committed = _takeCommitment(commitmentOf(msg.sender, contribution, salt));
        address policy = datanets.reviewPolicyOf(contribution.datanetId);
        if (policy == address(0)) revert ContributionUnknownDatanet(contribution.datanetId);

        // Ids start at 1 so that 0 means "no contribution".
        contributionId = ++_contributionCount;
        _records[contributionId] = Record({
            root: contribution.root,
            // Exact: ids of Datanets are counted in a uint64.
            datanetId: uint64(contribution.datanetId),
            chunkCount: contribution.chunkCount,
            committedAt: committed.committedAt,
            committedBlock: committed.committedBlock,
            withdrawnAt: 0,
            status: ContributionStatus.Pending
        });
        _mint(msg.sender, contributionId);
        _emitContributed(contributionId, contribution, committed);

        IReviewPolicy(policy).onSubmitted(contribution.datanetId, contributionId);
    }

    /// @dev Frees the commitment's slot: a commitment is revealed once.
    function _takeCommitment(bytes32 commitment) private returns (Commitment memory committed) {
        committed = _commitments[msg.sender][commitment];
        if (committed.committedAt == 0) revert ContributionUnknownCommitment(commitment);
        // In the same block a copier could still slip in before the commitment.
        if (committed.committedBlock == block.number) revert ContributionCommittedThisBlock(commitment);
        uint256 maxAgeSeconds = PARAMETERS.get(Parameter.CommitMaxAgeSeconds);
        if (block.timestamp > committed.committedAt + maxAgeSeconds) {
            revert ContributionCommitmentExpired(commitment, committed.committedAt, maxAgeSeconds);
        }

        delete _commitments[msg.sender][commitment];
    }

    function _emitContributed(
        uint256 contributionId,
        Contribution calldata contribution,
        Commitment memory committed
    ) private {
        emit Contributed(
            contributionId,
            contribution.datanetId,
            msg.sender,
            contribution.root,
            contribution.chunkCount,
            contribution.licence,
            contribution.uri,
            committed.committedAt,
            committed.committedBlock
        );
    }

    /// @inheritdoc IContributionRegistry
    function commitmentOf(
        address sender,
        Contribution calldata contribution,
        bytes32 salt
    ) public pure returns (bytes32) {
        return keccak256(abi.encode(sender, contribution, salt));
    }

    /* REVIEW AND CONSENT */

    /// @inheritdoc IContributionRegistry
    function decide(uint256 contributionId, bool accepted, bytes32 reasonHash) external {
        Record storage record = _records[contributionId];
        if (record.status != ContributionStatus.Pending) {
            revert ContributionNotPending(contributionId, record.status);
        }
        if (record.withdrawnAt != 0) revert ContributionAlreadyWithdrawn(contributionId);
        uint256 datanetId = record.datanetId;
        address policy = datanets.reviewPolicyOf(datanetId);
        if (msg.sender != policy) revert ContributionNotReviewer(contributionId, msg.sender, policy);

        record.status = accepted ? ContributionStatus.Accepted : ContributionStatus.Refused;
        emit Reviewed(contributionId, datanetId, accepted, reasonHash);

        if (accepted) datanets.append(datanetId, LogKind.Accepted, contributionId, record.root);
    }

    /// @inheritdoc IContributionRegistry
    function withdrawConsent(uint256 contributionId) external {
        address owner = _requireOwned(contributionId);
        if (msg.sender != owner) revert ContributionNotOwner(contributionId, msg.sender, owner);
        Record storage record = _records[contributionId];
        if (record.withdrawnAt != 0) revert ContributionAlreadyWithdrawn(contributionId);

        uint256 datanetId = record.datanetId;
        record.withdrawnAt = uint40(block.timestamp);
        emit ConsentWithdrawn(contributionId, datanetId, owner);

        if (record.status == ContributionStatus.Accepted) {
            datanets.append(datanetId, LogKind.Withdrawn, contributionId, 0);
        }
    }

    /* DUPLICATES */

    /// @inheritdoc IContributionRegistry
    function proveDuplicate(ChunkProof calldata original, ChunkProof calldata duplicate) external {
        if (original.contentHash != duplicate.contentHash) {
            revert ContributionChunksDiffer(original.contentHash, duplicate.contentHash);
        }
        Record storage record = _records[duplicate.contributionId];
        _requireEarlier(original, duplicate, record);
        _requireChunk(original);
        _requireChunk(duplicate);
        BitMaps.BitMap storage voidChunks = _voidChunks[duplicate.contributionId];
        if (voidChunks.get(duplicate.index)) {
            revert ContributionChunkAlreadyVoid(duplicate.contributionId, duplicate.index);
        }

        voidChunks.set(duplicate.index);
        emit ChunkVoided(
            duplicate.contributionId,
            duplicate.index,
            original.contributionId,
            original.index,
            duplicate.contentHash
        );

        // What was refused or withdrawn is and stays no content of the Datanet.
        if (record.status != ContributionStatus.Refused && record.withdrawnAt == 0) {
            datanets.append(
                record.datanetId,
                LogKind.ChunkVoided,
                duplicate.contributionId,
                bytes32(uint256(duplicate.index))
            );
        }
    }

    /// @dev Within one contribution the lower place is the earlier; else the lower block of commitment, then the lower id.
    function _requireEarlier(
        ChunkProof calldata original,
        ChunkProof calldata duplicate,
        Record storage duplicateRecord
    ) private view {
        (uint256 originalId, uint256 duplicateId) = (original.contributionId, duplicate.contributionId);
        bool earlier;
        if (originalId == duplicateId) {
            if (original.index == duplicate.index) revert ContributionSameChunk(originalId, original.index);
            earlier = original.index < duplicate.index;
        } else {
            Record storage originalRecord = _records[originalId];
            if (originalRecord.status != ContributionStatus.Accepted) {
                revert ContributionOriginalNotAccepted(originalId, originalRecord.status);
            }
            (uint64 left, uint64 right) = (originalRecord.committedBlock, duplicateRecord.committedBlock);
            earlier = left < right || (left == right && originalId < duplicateId);
        }
        if (!earlier) revert ContributionNotLater(duplicateId, originalId);
    }

    /// @dev An unknown contribution has no chunks, and so no proof.
    function _requireChunk(ChunkProof calldata chunk) private view {
        Record storage record = _records[chunk.contributionId];
        bytes32 leaf = ChunkLib.hash(Chunk({contentHash: chunk.contentHash, length: chunk.length}));
        if (!MerkleLib.verify(record.root, record.chunkCount, leaf, chunk.index, chunk.proof)) {
            revert ContributionBadChunkProof(chunk.contributionId, chunk.index);
        }
    }

    /* VIEWS */

    /// @inheritdoc IContributionRegistry
    function recordOf(uint256 contributionId) external view returns (Record memory) {
        return _records[contributionId];
    }

    /// @inheritdoc IContributionRegistry
    function isVoid(uint256 contributionId, uint32 chunkIndex) external view returns (bool) {
        return _voidChunks[contributionId].get(chunkIndex);
    }

    /// @notice The content's address: docs/file-formats.md, "Contributions".
    function tokenURI(uint256 contributionId) public view override returns (string memory) {
        _requireOwned(contributionId);
        return string.concat("urn:openledger:data:", Strings.toHexString(uint256(_records[contributionId].root), 32));
    }
}
