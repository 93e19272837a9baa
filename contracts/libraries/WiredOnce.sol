// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title For contracts that need the address of one that is deployed after them.
/// @notice The deployer sets each such address once; afterwards nobody can, and the deployer has no other privilege.
abstract contract WiredOnce {
    address private immutable _DEPLOYER = msg.sender;

    event Wired(bytes32 indexed name, address target);

    error WiredOnceNotDeployer(address caller, address deployer);
    error WiredOnceAlready(bytes32 name, address target);
    error WiredOnceZeroTarget(bytes32 name);

    /// @param name what is wired, for the log.
    /// @param current the address so far, must be 0.
    /// @return the target, to be stored by the caller.
    function _wireOnce(bytes32 name, address current, address target) internal returns (address) {
        if (msg.sender != _DEPLOYER) revert WiredOnceNotDeployer(msg.sender, _DEPLOYER);
        if (current != address(0)) revert WiredOnceAlready(name, current);
        if (target == address(0)) revert WiredOnceZeroTarget(name);

        emit Wired(name, target);
        return target;
    }
}
