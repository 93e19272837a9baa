// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAttributionLedger} from "../interfaces/IAttributionLedger.sol";
import {IInferenceVault} from "../interfaces/IInferenceVault.sol";
import {ChallengeTerms} from "../types/ChallengeTerms.sol";
import {ModelRecord} from "../types/ModelRecord.sol";
import {Parameter} from "../types/Parameter.sol";
import {Role} from "../types/Role.sol";

/// @notice Plays everything around the ledger and its provers, so that any bucket can be put before them in one transaction: also
/// fees that no supply of OPEN could pay.
contract ProofStage {
    mapping(uint256 modelId => ModelRecord) private _models;
    mapping(uint256 modelId => mapping(uint64 bucket => IInferenceVault.Bucket)) private _buckets;
    mapping(uint256 modelId => mapping(uint64 bucket => bytes32[])) private _settlements;

    function setModel(uint256 modelId, ModelRecord calldata model) external {
        _models[modelId] = model;
    }

    /// @notice More settlements of a bucket, in their order.
    function settle(uint256 modelId, uint64 bucket, bytes32[] calldata settlements) external {
        for (uint256 i = 0; i < settlements.length; ++i) _settlements[modelId][bucket].push(settlements[i]);
        _buckets[modelId][bucket].settlements += uint32(settlements.length);
    }

    /// @notice Closes a bucket, its money arrived.
    function closeBucket(IAttributionLedger ledger, uint256 modelId, uint64 bucket, uint16 contributorsBps) external {
        _buckets[modelId][bucket].split.contributorsBps = contributorsBps;
        _buckets[modelId][bucket].closed = true;
        ledger.fund(modelId, bucket, 0);
    }

    function recordOf(uint256 modelId) external view returns (ModelRecord memory) {
        return _models[modelId];
    }

    function bucketOf(uint256 modelId, uint64 bucket) external view returns (IInferenceVault.Bucket memory) {
        return _buckets[modelId][bucket];
    }

    function settlementHash(uint256 modelId, uint64 bucket, uint64 sequence) external view returns (bytes32) {
        bytes32[] storage settlements = _settlements[modelId][bucket];
        return sequence < settlements.length ? settlements[sequence] : bytes32(0);
    }

    function challengeTerms() external pure returns (ChallengeTerms memory) {
        return ChallengeTerms({windowSeconds: 3 days, quorumSigners: 1, slashBps: 50_00});
    }

    function get(Parameter parameter) external pure returns (uint256) {
        return parameter == Parameter.AnswerSeconds ? 1 days : 1;
    }

    /// @dev What demands cost is for the tests of DataAvailability.
    function transferFrom(address, address, uint256) external pure returns (bool) {
        return true;
    }

    function transfer(address, uint256) external pure returns (bool) {
        return true;
    }

    function isActive(Role, address) external pure returns (bool) {
        return true;
    }

    /// @dev Takes nothing: what a refutation costs is measured without slashing.
    function slash(Role, address, uint16, address) external pure returns (uint128) {
        return 0;
    }
}
