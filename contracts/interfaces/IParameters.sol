// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ChallengeTerms} from "../types/ChallengeTerms.sol";
import {FeeSplit} from "../types/FeeSplit.sol";
import {Parameter} from "../types/Parameter.sol";

/// @title The one table of numbers that governance can turn.
/// @notice Each has hard bounds that no vote can leave. The bounds are chosen so that every combination inside them is safe:
/// the fee parts never exceed 100%, and unbonding always outlasts two challenge windows, a dispute, a pause and the window after it.
interface IParameters {
    event ParameterSet(Parameter indexed parameter, uint256 oldValue, uint256 newValue);

    event PauserSet(address indexed oldAccount, address indexed newAccount);
    event UnpauserSet(address indexed oldAccount, address indexed newAccount);

    error ParametersOutOfBounds(Parameter parameter, uint256 value, uint256 min, uint256 max);
    error ParametersLengthMismatch(uint256 parameters, uint256 values);

    /// @notice Sets a parameter. Only the owner (the Timelock). Emits {ParameterSet}.
    /// @dev Never acts on what was opened before: buckets, batches, bonds and unbondings keep the terms they began with.
    function set(Parameter parameter, uint256 value) external;

    /// @notice Names who may pause the finality of a model's batches (AttributionLedger.pause); 0 for nobody. Only the owner.
    /// Emits {PauserSet}.
    function setPauser(address account) external;

    /// @notice Names who may end such a pause early; 0 for nobody. Only the owner. Emits {UnpauserSet}.
    function setUnpauser(address account) external;

    function pauser() external view returns (address);

    function unpauser() external view returns (address);

    /// @return value in the parameter's unit, see docs/parameters.md.
    function get(Parameter parameter) external view returns (uint256 value);

    /// @return min smallest value allowed.
    /// @return max largest value allowed.
    /// @return initial default at deployment.
    function bounds(Parameter parameter) external pure returns (uint256 min, uint256 max, uint256 initial);

    function feeSplit() external view returns (FeeSplit memory);

    function challengeTerms() external view returns (ChallengeTerms memory);
}
