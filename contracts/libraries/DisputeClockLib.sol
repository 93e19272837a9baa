// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Dispute} from "../types/Dispute.sol";

/// @title When each phase of a dispute ends: five lengths of DisputePhaseSeconds from opening to the end of the hold.
/// @notice Answer and join 1 · draw and commit 1 · reveal 1 · appeal 1/2 · ruling 1 · settlement 1/2. A phase begins with the second in
/// which the one before ends. All in Unix seconds.
library DisputeClockLib {
    uint40 internal constant PHASES = 5;

    function answerEndsAt(Dispute storage dispute) internal view returns (uint40) {
        return dispute.openedAt + dispute.phaseSeconds;
    }

    function commitEndsAt(Dispute storage dispute) internal view returns (uint40) {
        return dispute.openedAt + 2 * uint40(dispute.phaseSeconds);
    }

    function revealEndsAt(Dispute storage dispute) internal view returns (uint40) {
        return dispute.openedAt + 3 * uint40(dispute.phaseSeconds);
    }

    function appealEndsAt(Dispute storage dispute) internal view returns (uint40) {
        return revealEndsAt(dispute) + dispute.phaseSeconds / 2;
    }

    function rulingEndsAt(Dispute storage dispute) internal view returns (uint40) {
        return appealEndsAt(dispute) + dispute.phaseSeconds;
    }
}
