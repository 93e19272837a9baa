// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Money held in shares. One slot.
/// @dev Laws, kept by SharePoolLib: `amount <= shares <= 1e6 * amount`, and both are 0 together.
struct SharePool {
    uint96 amount; // token base units
    uint112 shares; // of this generation
    uint32 generation; // shares of earlier generations are worth nothing
    bool slashed; // ever; while it is not, amount = shares
}
