// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice What can be demanded of a batch: a piece of its published bundle, or the preimage of a leaf behind a signed root.
enum DataKind {
    Piece, // `index`: of the bundle's pieces
    Row, // `index`: of the batch's rows
    Query, // block `part` of 4,096 lanes of the query of row `index`
    Earning, // `index`: the contribution's, in the manifest's order
    Credit // `part`: the credit's place in the statement of contribution `index`
}
