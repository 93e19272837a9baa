// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice What a re-execution dispute finds of what stands.
enum Verdict {
    Undecided,
    Upheld, // re-execution gives what is committed
    Refuted // it gives something else
}
