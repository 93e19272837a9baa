// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

import {IParameters} from "../interfaces/IParameters.sol";
import {ChallengeTerms} from "../types/ChallengeTerms.sol";
import {FeeSplit} from "../types/FeeSplit.sol";
import {Parameter} from "../types/Parameter.sol";

/// @title The one table of numbers that governance can turn.
contract Parameters is IParameters, Ownable2Step {
    // As many as Parameter has members, two to a slot. Bounds keep every value below 2^128.
    uint128[29] internal _values;

    /// @inheritdoc IParameters
    address public pauser;
    /// @inheritdoc IParameters
    address public unpauser;

    /// @param pauser_ 0: the owner.
    /// @param unpauser_ 0: the owner.
    /// @param keys parameters that start with another value than their default.
    /// @param values their values, inside the bounds.
    constructor(
        address owner_,
        address pauser_,
        address unpauser_,
        Parameter[] memory keys,
        uint256[] memory values
    ) Ownable(owner_) {
        require(keys.length == values.length, ParametersLengthMismatch(keys.length, values.length));

        for (uint256 i = 0; i < _values.length; ++i) {
            (, , uint256 initial) = bounds(Parameter(i));
            _values[i] = uint128(initial);
        }
        for (uint256 i = 0; i < keys.length; ++i) _set(keys[i], values[i]);
        _setPauser(pauser_ == address(0) ? owner_ : pauser_);
        _setUnpauser(unpauser_ == address(0) ? owner_ : unpauser_);
    }

    /// @inheritdoc IParameters
    function set(Parameter parameter, uint256 value) external onlyOwner {
        _set(parameter, value);
    }

    function _set(Parameter parameter, uint256 value) private {
        (uint256 min, uint256 max, ) = bounds(parameter);
        require(min <= value && value <= max, ParametersOutOfBounds(parameter, value, min, max));

        uint256 oldValue = _values[uint256(parameter)];
        _values[uint256(parameter)] = uint128(value);
        emit ParameterSet(parameter, oldValue, value);
    }

    /* PAUSES */

    /// @inheritdoc IParameters
    function setPauser(address account) external onlyOwner {
        _setPauser(account);
    }

    /// @inheritdoc IParameters
    function setUnpauser(address account) external onlyOwner {
        _setUnpauser(account);
    }

    function _setPauser(address account) private {
        address oldAccount = pauser;
        pauser = account;
        emit PauserSet(oldAccount, account);
    }

    function _setUnpauser(address account) private {
        address oldAccount = unpauser;
        unpauser = account;
        emit UnpauserSet(oldAccount, account);
    }

    /* VIEWS */

    /// @inheritdoc IParameters
    function get(Parameter parameter) public view returns (uint256 value) {
        return _values[uint256(parameter)];
    }

    // Narrowing in the two functions below is safe by the bounds.

    /// @inheritdoc IParameters
    function feeSplit() external view returns (FeeSplit memory) {
        return
            FeeSplit({
                protocolBps: uint16(get(Parameter.ProtocolFeeBps)),
                stakersBps: uint16(get(Parameter.StakersFeeBps)),
                contributorsBps: uint16(get(Parameter.ContributorsFeeBps))
            });
    }

    /// @inheritdoc IParameters
    function challengeTerms() external view returns (ChallengeTerms memory) {
        return
            ChallengeTerms({
                windowSeconds: uint40(get(Parameter.ChallengeWindowSeconds)),
                quorumSigners: uint16(get(Parameter.QuorumSigners)),
                slashBps: uint16(get(Parameter.AttestorSlashBps))
            });
    }

    /// @inheritdoc IParameters
    function bounds(Parameter parameter) public pure returns (uint256 min, uint256 max, uint256 initial) {
        if (parameter == Parameter.ProtocolFeeBps) return (0, 15_00, 10_00);
        if (parameter == Parameter.StakersFeeBps) return (0, 25_00, 20_00);
        if (parameter == Parameter.ContributorsFeeBps) return (30_00, 60_00, 50_00);
        if (parameter == Parameter.BucketSeconds) return (1 minutes, 7 days, 1 days);
        if (parameter == Parameter.WithdrawalDelaySeconds) return (1 hours, 14 days, 2 days);
        if (parameter == Parameter.ChallengeWindowSeconds) return (1 hours, 7 days, 3 days);
        if (parameter == Parameter.QuorumSigners) return (1, 16, 3);
        if (parameter == Parameter.AttestorSlashBps) return (10_00, 100_00, 50_00);
        if (parameter == Parameter.BountyBps) return (0, 50_00, 20_00);
        if (parameter == Parameter.BountyCap) return (1e18, 1_000_000e18, 10_000e18);
        if (parameter == Parameter.UnbondingSeconds) return (29 days, 90 days, 30 days);
        if (parameter == Parameter.MinAttestorStake) return (1e18, 10_000_000e18, 10_000e18);
        if (parameter == Parameter.MinCuratorStake) return (1e18, 10_000_000e18, 1_000e18);
        if (parameter == Parameter.MinTrainerStake) return (1e18, 10_000_000e18, 10_000e18);
        if (parameter == Parameter.MinHostStake) return (1e18, 10_000_000e18, 5_000e18);
        if (parameter == Parameter.MinAgentStake) return (1e18, 10_000_000e18, 100e18);
        if (parameter == Parameter.TrainerBond) return (1e18, 10_000_000e18, 1_000e18);
        if (parameter == Parameter.ManifestWindowSeconds) return (10 minutes, 7 days, 1 days);
        if (parameter == Parameter.SeedDelayBlocks) return (1, 128, 8);
        if (parameter == Parameter.CommitMaxAgeSeconds) return (10 minutes, 7 days, 1 days);
        if (parameter == Parameter.SilenceSeconds) return (1 days, 30 days, 7 days);
        if (parameter == Parameter.LonePosterBond) return (1e18, 10_000_000e18, 10_000e18);
        if (parameter == Parameter.AnswerSeconds) return (1 hours, 2 days, 1 days);
        if (parameter == Parameter.AnswerFee) return (0, 1_000e18, 1e18);
        if (parameter == Parameter.DisputeBond) return (1e18, 1_000_000e18, 1_000e18);
        if (parameter == Parameter.DisputePhaseSeconds) return (1 hours, 1 days, 12 hours);
        if (parameter == Parameter.PanelSize) return (1, 15, 3);
        if (parameter == Parameter.PauseSeconds) return (1 hours, 3 days, 1 days);
        return (0, 50_00, 10_00); // ParentRoyaltyBps
    }
}
