// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IReviewPolicy} from "../interfaces/IReviewPolicy.sol";
import {BlockHashLib} from "../libraries/BlockHashLib.sol";
import {LogEntryLib} from "../libraries/LogEntryLib.sol";
import {MerkleFrontierLib} from "../libraries/MerkleFrontierLib.sol";
import {WiredOnce} from "../libraries/WiredOnce.sol";
import {AccessMode} from "../types/AccessMode.sol";
import {LogEntry} from "../types/LogEntry.sol";
import {LogKind} from "../types/LogKind.sol";
import {Parameter} from "../types/Parameter.sol";

/// @title Data networks and their frozen versions.
/// @dev Nothing here loops over contributions: an append writes one place of the log's frontier, a freeze reads at most 32.
///
/// Assumption: the chain's block hashes are not chosen by whoever freezes. A proposer of the seed block can drop its own block, at the
/// price of its reward, to draw the seed once more.
contract DatanetRegistry is ERC721, WiredOnce, IDatanetRegistry {
    using MerkleFrontierLib for MerkleFrontierLib.Frontier;

    struct Datanet {
        // slot 0
        address reviewPolicy;
        bool wantsSubmissions; // the policy's answer at creation
        AccessMode access;
        uint32 versionCount;
        // slot 1
        bytes32 metadataHash;
        string uri;
    }

    IParameters public immutable PARAMETERS;

    /// @notice The only contract that appends to logs.
    address public contributionRegistry;
    uint64 private _datanetCount;
    mapping(uint256 datanetId => Datanet datanet) private _datanets;
    mapping(uint256 datanetId => MerkleFrontierLib.Frontier log) private _logs;
    mapping(uint256 datanetId => mapping(uint32 version => Version record)) private _versions;
    mapping(uint256 datanetId => mapping(address trainer => bool granted)) private _granted;

    modifier onlyOwnerOf(uint256 datanetId) {
        _requireOwner(datanetId);
        _;
    }

    constructor(IParameters parameters) ERC721("OpenLedger Datanet", "DATANET") {
        PARAMETERS = parameters;
    }

    /// @notice Names the contribution registry. Only the deployer, once.
    function wire(address contributionRegistry_) external {
        contributionRegistry = _wireOnce("contributionRegistry", contributionRegistry, contributionRegistry_);
    }

    /* DATANETS */

    /// @inheritdoc IDatanetRegistry
    function create(
        string calldata domain,
        bytes32 metadataHash,
        string calldata uri,
        AccessMode access,
        address reviewPolicy
    ) external returns (uint256 datanetId) {
        if (reviewPolicy == address(0)) revert DatanetZeroReviewPolicy();

        // Ids start at 1 so that 0 means "no Datanet".
        datanetId = ++_datanetCount;
        Datanet storage datanet = _datanets[datanetId];
        bool wantsSubmissions = IReviewPolicy(reviewPolicy).wantsSubmissions();
        datanet.reviewPolicy = reviewPolicy;
        datanet.wantsSubmissions = wantsSubmissions;
        datanet.access = access;
        datanet.metadataHash = metadataHash;
        datanet.uri = uri;
        _mint(msg.sender, datanetId);
        emit DatanetCreated(datanetId, msg.sender, domain, metadataHash, uri, access, reviewPolicy, wantsSubmissions);
    }

    /// @inheritdoc IDatanetRegistry
    function setMetadata(uint256 datanetId, bytes32 metadataHash, string calldata uri) external onlyOwnerOf(datanetId) {
        Datanet storage datanet = _datanets[datanetId];
        bytes32 oldHash = datanet.metadataHash;
        datanet.metadataHash = metadataHash;
        datanet.uri = uri;
        emit MetadataSet(datanetId, oldHash, metadataHash, uri);
        emit IERC4906.MetadataUpdate(datanetId);
    }

    /// @inheritdoc IDatanetRegistry
    function grantTrainer(uint256 datanetId, address trainer, bool granted) external onlyOwnerOf(datanetId) {
        _granted[datanetId][trainer] = granted;
        emit TrainerGranted(datanetId, trainer, granted);
    }

    function _requireOwner(uint256 datanetId) private view {
        address owner = _requireOwned(datanetId);
        if (msg.sender != owner) revert DatanetNotOwner(datanetId, msg.sender, owner);
    }

    /* LOG AND VERSIONS */

    /// @inheritdoc IDatanetRegistry
    function append(uint256 datanetId, LogKind kind, uint256 contributionId, bytes32 value) external {
        if (msg.sender != contributionRegistry) revert DatanetNotContributionRegistry(msg.sender);

        bytes32 leaf = LogEntryLib.hash(LogEntry({kind: uint8(kind), contributionId: contributionId, value: value}));
        uint32 index = _logs[datanetId].push(leaf);
        emit LogAppended(datanetId, index, kind, contributionId, value);
    }

    /// @inheritdoc IDatanetRegistry
    function freeze(uint256 datanetId) external onlyOwnerOf(datanetId) returns (uint32 version) {
        Datanet storage datanet = _datanets[datanetId];
        MerkleFrontierLib.Frontier storage log = _logs[datanetId];
        uint32 logLength = log.count;
        version = datanet.versionCount;
        // Version 0 does not exist and reads as an empty log.
        if (logLength == _versions[datanetId][version].logLength) revert DatanetNothingToFreeze(datanetId, logLength);

        ++version;
        bytes32 root = log.root();
        uint64 seedBlock = _nextSeedBlock();
        datanet.versionCount = version;
        _versions[datanetId][version] = Version({
            root: root,
            seed: 0,
            logLength: logLength,
            seedBlock: seedBlock,
            frozenAt: uint40(block.timestamp)
        });
        emit VersionFrozen(datanetId, version, root, logLength, seedBlock);
    }

    /// @inheritdoc IDatanetRegistry
    function recordSeed(uint256 datanetId, uint32 version) external returns (bytes32 seed) {
        (Version storage record, uint64 seedBlock) = _unseeded(datanetId, version);
        bytes32 blockHash = BlockHashLib.hashOf(seedBlock);
        if (blockHash == 0) revert DatanetSeedBlockForgotten(seedBlock, block.number);

        seed = keccak256(abi.encode(blockHash, record.root));
        record.seed = seed;
        emit SeedRecorded(datanetId, version, seedBlock, seed);
    }

    /// @inheritdoc IDatanetRegistry
    function rearmSeed(uint256 datanetId, uint32 version) external returns (uint64 seedBlock) {
        (Version storage record, uint64 oldSeedBlock) = _unseeded(datanetId, version);
        if (BlockHashLib.hashOf(oldSeedBlock) != 0) revert DatanetSeedBlockStillAvailable(oldSeedBlock);

        seedBlock = _nextSeedBlock();
        record.seedBlock = seedBlock;
        emit SeedRearmed(datanetId, version, oldSeedBlock, seedBlock);
    }

    /// @dev A version whose seed block is over and whose seed is not recorded.
    function _unseeded(
        uint256 datanetId,
        uint32 version
    ) private view returns (Version storage record, uint64 seedBlock) {
        record = _frozen(datanetId, version);
        if (record.seed != 0) revert DatanetSeedAlreadyRecorded(datanetId, version);
        seedBlock = record.seedBlock;
        if (block.number <= seedBlock) revert DatanetSeedBlockNotReached(seedBlock, block.number);
    }

    function _frozen(uint256 datanetId, uint32 version) private view returns (Version storage record) {
        record = _versions[datanetId][version];
        if (record.frozenAt == 0) revert DatanetUnknownVersion(datanetId, version);
    }

    function _nextSeedBlock() private view returns (uint64) {
        return uint64(block.number + PARAMETERS.get(Parameter.SeedDelayBlocks));
    }

    /* VIEWS */

    /// @inheritdoc IDatanetRegistry
    function versionOf(uint256 datanetId, uint32 version) external view returns (Version memory) {
        return _frozen(datanetId, version);
    }

    /// @inheritdoc IDatanetRegistry
    function versionCount(uint256 datanetId) external view returns (uint32) {
        return _datanets[datanetId].versionCount;
    }

    /// @inheritdoc IDatanetRegistry
    function logLengthOf(uint256 datanetId) external view returns (uint32) {
        return _logs[datanetId].count;
    }

    /// @inheritdoc IDatanetRegistry
    function reviewPolicyOf(uint256 datanetId) external view returns (address policy, bool wantsSubmissions) {
        Datanet storage datanet = _datanets[datanetId];
        return (datanet.reviewPolicy, datanet.wantsSubmissions);
    }

    /// @inheritdoc IDatanetRegistry
    function accessOf(uint256 datanetId) external view returns (AccessMode) {
        _requireOwned(datanetId);
        return _datanets[datanetId].access;
    }

    /// @inheritdoc IDatanetRegistry
    function metadataHashOf(uint256 datanetId) external view returns (bytes32) {
        return _datanets[datanetId].metadataHash;
    }

    /// @inheritdoc IDatanetRegistry
    function mayTrain(uint256 datanetId, address trainer) external view returns (bool) {
        address owner = _ownerOf(datanetId);
        if (owner == address(0)) return false;

        return _datanets[datanetId].access == AccessMode.Open || trainer == owner || _granted[datanetId][trainer];
    }

    /// @notice The URI of the Datanet's metadata document.
    function tokenURI(uint256 datanetId) public view override returns (string memory) {
        _requireOwned(datanetId);
        return _datanets[datanetId].uri;
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view override(ERC721, IERC165) returns (bool) {
        // ERC-4906 has events only; its interface id is fixed by the standard.
        return interfaceId == bytes4(0x49064906) || super.supportsInterface(interfaceId);
    }
}
