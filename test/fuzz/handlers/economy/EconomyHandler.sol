// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {AttributionLedger} from "../../../../contracts/attribution/AttributionLedger.sol";
import {Parameters} from "../../../../contracts/governance/Parameters.sol";
import {InferenceVault} from "../../../../contracts/inference/InferenceVault.sol";
import {ModelRegistry} from "../../../../contracts/model/ModelRegistry.sol";
import {Staking} from "../../../../contracts/staking/Staking.sol";
import {OpenToken} from "../../../../contracts/token/OpenToken.sol";
import {Parameter} from "../../../../contracts/types/Parameter.sol";
import {vm} from "../Vm.sol";
import {Cast} from "./Cast.sol";
import {Contracts} from "./Contracts.sol";

/// @notice What the handlers of the whole economy share. Every action takes seeds, looks for something that can be done, and does it
/// as the one who may; so a revert is a find.
abstract contract EconomyHandler {
    Cast internal immutable _CAST;
    OpenToken internal immutable _TOKEN;
    Parameters internal immutable _PARAMETERS;
    Staking internal immutable _STAKING;
    ModelRegistry internal immutable _MODELS;
    InferenceVault internal immutable _VAULT;
    AttributionLedger internal immutable _LEDGER;

    /// @dev Known here: a question to the cast between {_as} and a call would take the call's place.
    address[8] private _actors;

    /// @notice How often an action had its effect, by its name.
    mapping(string action => uint256) public done;

    constructor(Contracts memory all, Cast cast) {
        _CAST = cast;
        _TOKEN = all.token;
        _PARAMETERS = all.parameters;
        _STAKING = all.staking;
        _MODELS = all.models;
        _VAULT = all.vault;
        _LEDGER = all.ledger;
        for (uint256 i = 0; i < _actors.length; ++i) _actors[i] = cast.actor(i);
    }

    function _actor(uint256 seed) internal view returns (address) {
        return _actors[seed % _actors.length];
    }

    /// @return someone one of the first four of the cast.
    function _attestor(uint256 seed) internal view returns (address someone) {
        return _actors[seed % 4];
    }

    /// @dev The next call comes from `account`.
    function _as(address account) internal {
        vm.prank(account);
    }

    function _get(Parameter parameter) internal view returns (uint256) {
        return _PARAMETERS.get(parameter);
    }

    /// @return amount token base units, from 1 to `max`: half of the amounts are dust, where the rounding is.
    function _amount(uint256 seed, uint256 max) internal pure returns (uint128 amount) {
        return uint128(1 + ((seed % 2 == 0 ? seed % 10 : seed) % max));
    }
}
