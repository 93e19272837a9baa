// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {ContributionRegistry} from "../../../../contracts/datanet/ContributionRegistry.sol";
import {ClaimAuthorizationLib} from "../../../../contracts/libraries/ClaimAuthorizationLib.sol";
import {ClaimItem, EarningProof} from "../../../../contracts/types/Evidence.sol";
import {BatchActions} from "./BatchActions.sol";
import {Cast} from "./Cast.sol";
import {Contracts} from "./Contracts.sol";
import {EconomyHandler} from "./EconomyHandler.sol";
import {LeafLib} from "./LeafLib.sol";
import {ModelActions} from "./ModelActions.sol";
import {Standing} from "./Standing.sol";

/// @notice Claims in every way there is, against any final batch; contributions change hands in between.
contract ClaimActions is EconomyHandler {
    using LeafLib for Standing;

    ContributionRegistry private immutable _CONTRIBUTIONS;
    BatchActions private immutable _BATCHES;
    ModelActions private immutable _REGISTRY;

    mapping(uint256 modelId => mapping(uint256 contributionId => uint256)) public paidOut; // token base units
    bool public hasPaidAnother; // whether a claim ever paid another amount than was due, or somebody else
    bool public hasStranded; // whether an honest model ever could not pay

    constructor(
        Contracts memory all,
        Cast cast,
        BatchActions batches,
        ModelActions registry
    ) EconomyHandler(all, cast) {
        _CONTRIBUTIONS = all.contributions;
        _BATCHES = batches;
        _REGISTRY = registry;
    }

    function claim(uint256 model, uint256 place) external {
        (ClaimItem memory item, uint256 due) = _findDue(model, place);
        if (due == 0) return;
        address owner = _CONTRIBUTIONS.ownerOf(item.earning.contributionId);
        uint256 before = _TOKEN.balanceOf(owner);
        _LEDGER.claim(item);
        _note(item, owner, before, due);
        ++done["claim"];
    }

    function claimTo(uint256 model, uint256 place, uint256 to) external {
        (ClaimItem memory item, uint256 due) = _findDue(model, place);
        if (due == 0) return;
        uint256 before = _TOKEN.balanceOf(_actor(to));
        _as(_CONTRIBUTIONS.ownerOf(item.earning.contributionId));
        _LEDGER.claimTo(item, _actor(to));
        _note(item, _actor(to), before, due);
        ++done["claimTo"];
    }

    function claimBySignature(uint256 model, uint256 place, uint256 to) external {
        (ClaimItem memory item, uint256 due) = _findDue(model, place);
        if (due == 0) return;
        address owner = _CONTRIBUTIONS.ownerOf(item.earning.contributionId);
        bytes memory signature = _CAST.sign(owner, _authorizationDigest(owner, _actor(to)));
        ClaimItem[] memory items = new ClaimItem[](1);
        items[0] = item;
        uint256 before = _TOKEN.balanceOf(_actor(to));
        _LEDGER.claimBySignature(items, owner, _actor(to), block.timestamp, signature);
        _note(item, _actor(to), before, due);
        ++done["claimBySignature"];
    }

    function _authorizationDigest(address owner, address recipient) private view returns (bytes32) {
        (, string memory name, string memory version, uint256 chainId, address ledger, , ) = _LEDGER.eip712Domain();
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                chainId,
                ledger
            )
        );
        uint256 nonce = _LEDGER.nonces(owner);
        bytes32 structHash = ClaimAuthorizationLib.hash(owner, recipient, nonce, block.timestamp);
        return MessageHashUtils.toTypedDataHash(domain, structHash);
    }

    /// @dev Everything of one model at once, due or not: what cannot be paid is skipped.
    function claimMany(uint256 model, uint256 place) external {
        (uint256 modelId, uint256 bucket, bool isFound) = _BATCHES.findFinal(model, place);
        if (!isFound) return;
        ClaimItem[] memory items = new ClaimItem[](2);
        uint256[2] memory claimed;
        for (uint32 i = 0; i < 2; ++i) {
            items[i] = _itemOf(modelId, bucket, i);
            claimed[i] = _LEDGER.claimedOf(modelId, items[i].earning.contributionId);
        }
        uint256 before = _TOKEN.balanceOf(address(_LEDGER));
        uint128 total = _LEDGER.claimMany(items);
        if (_TOKEN.balanceOf(address(_LEDGER)) + total != before) hasPaidAnother = true;
        for (uint32 i = 0; i < 2; ++i) {
            uint256 contributionId = items[i].earning.contributionId;
            uint256 paid = _LEDGER.claimedOf(modelId, contributionId) - claimed[i];
            paidOut[modelId][contributionId] += paid;
            total -= uint128(paid);
        }
        if (total != 0) hasPaidAnother = true;
        ++done["claimMany"];
    }

    function transferContribution(uint256 which, uint256 to) external {
        uint256 contributionId = 1 + (which % _REGISTRY.CONTRIBUTIONS());
        address owner = _CONTRIBUTIONS.ownerOf(contributionId);
        _as(owner);
        _CONTRIBUTIONS.transferFrom(owner, _actor(to), contributionId);
        ++done["transferContribution"];
    }

    /// @return item of a final batch.
    /// @return due token base units, 0 where nothing is, or a false batch took what the model had.
    function _findDue(uint256 model, uint256 place) private returns (ClaimItem memory item, uint256 due) {
        (uint256 modelId, uint256 bucket, bool isFound) = _BATCHES.findFinal(model, place >> 1);
        if (!isFound) return (item, 0);
        item = _itemOf(modelId, bucket, uint32(place % 2));
        uint256 claimed = _LEDGER.claimedOf(modelId, item.earning.contributionId);
        if (item.earning.cumulative <= claimed) return (item, 0);
        due = item.earning.cumulative - claimed;
        if (due <= _LEDGER.accountOf(modelId).available) return (item, due);
        if (!_BATCHES.isTainted(modelId)) hasStranded = true;
        due = 0;
    }

    function _itemOf(uint256 modelId, uint256 bucket, uint32 index) private view returns (ClaimItem memory item) {
        Standing memory standing = _BATCHES.standingOf(modelId, bucket);
        EarningProof memory proven = standing.earningOf(index);
        item.modelId = modelId;
        item.bucket = uint64(bucket);
        item.digest = standing.digest;
        item.signersHash = standing.signersHash;
        item.earningsRoot = standing.batch.earningsRoot;
        item.index = index;
        item.earning = proven.earning;
        item.proof = proven.proof;
    }

    function _note(ClaimItem memory item, address recipient, uint256 before, uint256 due) private {
        uint256 paid = _TOKEN.balanceOf(recipient) - before;
        paidOut[item.modelId][item.earning.contributionId] += paid;
        if (paid != due) hasPaidAnother = true;
    }
}
