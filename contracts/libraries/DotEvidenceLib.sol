// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDotProducts} from "../interfaces/IDotProducts.sol";
import {IFraudProver} from "../interfaces/IFraudProver.sol";
import {VectorLib} from "./VectorLib.sol";

/// @title Dot products of committed vectors as evidence: from their lanes, or accumulated before.
library DotEvidenceLib {
    /// @dev Two vectors of so many lanes fit one transaction.
    uint32 internal constant MAX_LANES = 8192;

    /// @param lanes of each vector.
    /// @param aRoot what is committed to as a.
    /// @param a its lanes, at most 8,192; empty where `b` is too, and `dots` holds the product.
    /// @param bRoot what is committed to as b.
    /// @param b its lanes, likewise.
    /// @return dot `a . b`.
    function committedDot(
        IDotProducts dots,
        uint32 lanes,
        bytes32 aRoot,
        bytes calldata a,
        bytes32 bRoot,
        bytes calldata b
    ) internal view returns (int256 dot) {
        if (a.length == 0 && b.length == 0) {
            bool isComplete;
            (isComplete, dot) = dots.dotOf(aRoot, bRoot, lanes);
            require(isComplete, IFraudProver.ProverDotIncomplete(aRoot, bRoot, lanes));
            return dot;
        }
        require(lanes <= MAX_LANES, IFraudProver.ProverTooManyLanes(lanes, MAX_LANES));
        _requireVector(aRoot, lanes, a);
        _requireVector(bRoot, lanes, b);
        return VectorLib.dot(a, b);
    }

    function _requireVector(bytes32 committed, uint32 lanes, bytes calldata vector) private pure {
        require(vector.length == lanes, IFraudProver.ProverWrongLanes(vector.length, lanes));
        bytes32 root = VectorLib.rootOf(vector);
        require(root == committed, IFraudProver.ProverWrongVector(root, committed));
    }
}
