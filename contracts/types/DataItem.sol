// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DataKind} from "./DataKind.sol";

/// @notice One thing that can be demanded of a batch.
/// @dev Named by its place alone: whoever has nothing of a batch can ask for everything at once, while its window is open.
struct DataItem {
    DataKind kind;
    uint32 index;
    uint32 part; // 0 for kinds without parts
}
