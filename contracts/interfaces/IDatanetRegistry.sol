// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {AccessMode} from "../types/AccessMode.sol";
import {LogKind} from "../types/LogKind.sol";

/// @title Data networks. One token = one Datanet; its owner sets access and review.
/// @notice Everything that changes a Datanet's content (acceptance, withdrawal, void chunk) is appended to its log, a Merkle
/// tree of `LogEntry(uint8 kind,uint256 contributionId,bytes32 value)`. A version is a frozen root of that log: it fixes
/// the content for good, at a cost that does not depend on its size.
/// @dev The content of a version is a pure function of its log: the chunks of every contribution with an Accepted and without a
/// Withdrawn entry, but for the chunks with a ChunkVoided entry. The order of entries does not matter: a chunk can be voided while its
/// contribution is still in review, so its entry may stand before the acceptance, or without one.
interface IDatanetRegistry is IERC721 {
    struct Version {
        bytes32 root; // of the log
        bytes32 seed; // 0 until recorded
        uint32 logLength;
        uint64 seedBlock; // whose hash gives the seed
        uint40 frozenAt; // Unix seconds
    }

    event DatanetCreated(
        uint256 indexed datanetId,
        address indexed owner,
        string domain,
        bytes32 metadataHash,
        string uri,
        AccessMode access,
        address reviewPolicy,
        bool wantsSubmissions
    );
    event MetadataSet(uint256 indexed datanetId, bytes32 oldHash, bytes32 newHash, string uri);
    event TrainerGranted(uint256 indexed datanetId, address indexed trainer, bool granted);
    event LogAppended(uint256 indexed datanetId, uint32 index, LogKind kind, uint256 contributionId, bytes32 value);
    event VersionFrozen(
        uint256 indexed datanetId,
        uint32 indexed version,
        bytes32 root,
        uint32 logLength,
        uint64 seedBlock
    );
    event SeedRecorded(uint256 indexed datanetId, uint32 indexed version, uint64 seedBlock, bytes32 seed);
    event SeedRearmed(uint256 indexed datanetId, uint32 indexed version, uint64 oldSeedBlock, uint64 newSeedBlock);

    error DatanetNotOwner(uint256 datanetId, address caller, address owner);
    error DatanetNotContributionRegistry(address caller);
    error DatanetZeroReviewPolicy();
    error DatanetNothingToFreeze(uint256 datanetId, uint32 logLength);
    error DatanetUnknownVersion(uint256 datanetId, uint32 version);
    error DatanetSeedAlreadyRecorded(uint256 datanetId, uint32 version);
    error DatanetSeedBlockNotReached(uint64 seedBlock, uint256 blockNumber);
    error DatanetSeedBlockStillAvailable(uint64 seedBlock);
    error DatanetSeedBlockForgotten(uint64 seedBlock, uint256 blockNumber);

    /// @notice Creates a Datanet owned by the caller. Ids start at 1. The review policy is fixed for good.
    /// @dev Emits {DatanetCreated}. Reverts when the policy is no {IReviewPolicy}.
    /// @param domain short subject, e.g. "speeches".
    /// @param metadataHash keccak256 of the Croissant JSON-LD document at `uri`.
    function create(
        string calldata domain,
        bytes32 metadataHash,
        string calldata uri,
        AccessMode access,
        address reviewPolicy
    ) external returns (uint256 datanetId);

    /// @notice Replaces the metadata. Only the owner. Emits {MetadataSet}, and ERC-4906's MetadataUpdate.
    function setMetadata(uint256 datanetId, bytes32 metadataHash, string calldata uri) external;

    /// @notice The owner's agreement that `trainer` may train on a permissioned Datanet. Only the owner. Models made before keep theirs.
    /// @dev Emits {TrainerGranted}. Warning: like a lease, an agreement outlives a sale of the Datanet; the new owner can end it.
    function grantTrainer(uint256 datanetId, address trainer, bool granted) external;

    /// @notice Appends to the log. Only the contribution registry. Emits {LogAppended}.
    function append(uint256 datanetId, LogKind kind, uint256 contributionId, bytes32 value) external;

    /// @notice Freezes the log as the next version (1, 2, ...). Only the owner. The seed comes from block `now + SeedDelayBlocks`.
    /// @dev Emits {VersionFrozen}. Reverts when nothing was appended since the last version.
    function freeze(uint256 datanetId) external returns (uint32 version);

    /// @notice Records `seed = keccak256(abi.encode(blockhash(seedBlock), root))`. Anybody, once, after the seed block.
    /// @dev Emits {SeedRecorded}. A block's hash is available for 8,191 blocks where EIP-2935 is active, else for 256.
    function recordSeed(uint256 datanetId, uint32 version) external returns (bytes32 seed);

    /// @notice The way out when nobody recorded a seed while its block hash was available: a new seed block. Anybody.
    /// @dev Emits {SeedRearmed}. Warning: whoever alone watches a Datanet could let a seed it dislikes lapse; so whoever wants the
    /// seed fixed records it in time, which anybody can.
    function rearmSeed(uint256 datanetId, uint32 version) external returns (uint64 seedBlock);

    /// @dev Reverts for a version that was not frozen.
    function versionOf(uint256 datanetId, uint32 version) external view returns (Version memory);

    function versionCount(uint256 datanetId) external view returns (uint32);

    /// @return count entries of the log so far, frozen or not.
    function logLengthOf(uint256 datanetId) external view returns (uint32 count);

    /// @return policy 0 when there is no such Datanet.
    /// @return wantsSubmissions whether it is told of every new contribution.
    function reviewPolicyOf(uint256 datanetId) external view returns (address policy, bool wantsSubmissions);

    /// @dev Reverts when there is no such Datanet, because the zero mode is the open one.
    function accessOf(uint256 datanetId) external view returns (AccessMode);

    function metadataHashOf(uint256 datanetId) external view returns (bytes32);

    /// @notice Whether `trainer` may train on the Datanet now: it is open, or trainer is its owner, or the owner agreed.
    function mayTrain(uint256 datanetId, address trainer) external view returns (bool);
}
