// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title A mapping from ids to uint128 amounts, two to a slot: ids 2k and 2k + 1 are neighbours.
/// @notice Whoever writes for both, as a contributor does who claims from many models, pays for half as many fresh slots.
library PairedAmounts {
    struct Map {
        mapping(uint256 pair => uint256) slots;
    }

    /// @notice An amount, and the slot it was read from.
    struct Pair {
        uint128 amount;
        uint256 slot;
    }

    function load(Map storage map, uint256 id) internal view returns (Pair memory pair) {
        pair.slot = map.slots[id / 2];
        pair.amount = uint128(pair.slot >> _shift(id));
    }

    /// @param pair as loaded for the same id, with nothing stored in between.
    function store(Map storage map, uint256 id, Pair memory pair, uint128 amount) internal {
        // Twice XOR: the neighbour's half is left as it is.
        map.slots[id / 2] = pair.slot ^ (uint256(pair.amount ^ amount) << _shift(id));
    }

    function _shift(uint256 id) private pure returns (uint256) {
        return (id % 2) * 128;
    }
}
