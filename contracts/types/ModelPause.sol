// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The last pause of a model's batches, and what shortens with it: one slot.
struct ModelPause {
    uint40 startedAt; // Unix seconds, 0: never
    uint40 endsAt; // Unix seconds, earlier than planned once unpaused
    uint40 windowSeconds; // snapshot: what is pending gets as much after the pause
    uint40 heldUntil; // Unix seconds: until when judges held a batch of the model, before and during the pause
}
