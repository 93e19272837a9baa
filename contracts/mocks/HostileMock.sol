// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Whatever is asked of it - a signature, a review, a receipt of tokens - it answers as told.
contract HostileMock {
    enum Behaviour {
        Answer,
        Revert,
        EatGas,
        RevertBomb
    }

    Behaviour private _behaviour;
    bytes32 private _word; // the first of an answer
    uint256 private _bytes; // the length of an answer

    /// @param word what an answer begins with; zeros follow.
    /// @param length bytes of an answer, or of a bomb in a revert.
    function become(Behaviour behaviour, bytes32 word, uint256 length) external {
        (_behaviour, _word, _bytes) = (behaviour, word, length);
    }

    // solhint-disable-next-line no-complex-fallback
    fallback() external {
        Behaviour behaviour = _behaviour;
        (bytes32 word, uint256 length) = (_word, _bytes);
        assembly ("memory-safe") {
            if eq(behaviour, 2) {
                invalid()
            }
            let answer := mload(0x40)
            mstore(answer, word)
            if eq(behaviour, 0) {
                return(answer, length)
            }
            if eq(behaviour, 1) {
                length := 0
            }
            revert(answer, length)
        }
    }
}
