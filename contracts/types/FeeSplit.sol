// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice How a fee is divided, in basis points (1e4 = 100%). The model owner takes what the three named parts leave,
/// so every split sums exactly.
struct FeeSplit {
    uint16 protocolBps;
    uint16 stakersBps;
    uint16 contributorsBps;
}
