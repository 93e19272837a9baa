// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Entry} from "../types/Entry.sol";
import {CellProof, ContributionCellsProof} from "../types/Evidence.sol";
import {Manifest} from "../types/Manifest.sol";
import {IFraudProver} from "./IFraudProver.sol";

/// @title The proofs of wrong manifests: of each integer step from the committed vectors to what a model's batches are computed from.
/// @notice A model whose manifest is shown to be wrong falls, see {IModelRegistry.fall}; the bounty is the caller's. If the step is
/// right, a proof reverts with {ProverStepIsRight}: an honest manifest passes every one of them.
/// @dev Whether `b` is the response and `h` the held-out query, and what a leaf is that nobody shows, is for re-execution to tell.
interface IManifestProver is IFraudProver {
    error ProverWrongManifest(bytes32 given, bytes32 registered);
    error ProverBadContributionProof(uint32 index);
    error ProverWrongContribution(uint32 given, uint32 expected);
    error ProverNoSuchDefault(uint256 entry, uint256 entries);
    error ProverNoVersion(uint256 contributionId);
    error ProverBadLeafProof(uint32 index);

    /* WEIGHTS */

    /// @notice *weight*: a cell's weight is not `max(0, h . b)`, with h of its own Datanet's version.
    /// @dev Lanes come with the call, up to 8,192 a vector. Where both are left out (empty), the dot product is the one that
    /// {IDotProducts} holds complete.
    /// @param cells the contribution that the cell names.
    /// @param heldOut the lanes of h, as committed by the version, or empty.
    /// @param response the lanes of b, as committed by the cell, or empty.
    function refuteWeight(
        uint256 modelId,
        Manifest calldata manifest,
        CellProof calldata cell,
        ContributionCellsProof calldata cells,
        bytes calldata heldOut,
        bytes calldata response
    ) external;

    /// @notice *version*: a contribution's Datanet is none of the manifest's versions, or nobody made such a contribution.
    function refuteVersion(uint256 modelId, Manifest calldata manifest, ContributionCellsProof calldata cells) external;

    /* DEFAULT LIST */

    /// @notice *defaults*: a share of the default list is not its cell's weight.
    /// @param defaults the list as registered.
    /// @param entry place of the share in the list.
    /// @param cell the entry's cell.
    function refuteDefault(uint256 modelId, Entry[] calldata defaults, uint8 entry, CellProof calldata cell) external;

    /// @notice *defaults*: a cell of positive weight is not listed, and the list is not full or its last entry ranks after the cell.
    function refuteDefaultOmitted(uint256 modelId, Entry[] calldata defaults, CellProof calldata cell) external;

    /* TABLE */

    /// @notice *table*: a contribution has no cells, is the first and does not begin at cell 0, or is the last and does not end at
    /// the last cell.
    function refuteRange(uint256 modelId, ContributionCellsProof calldata cells) external;

    /// @notice *table*: a contribution does not begin where the one before ends, or its id is not above that one's.
    /// @param next the contribution after `cells`.
    function refuteGap(
        uint256 modelId,
        ContributionCellsProof calldata cells,
        ContributionCellsProof calldata next
    ) external;

    /// @notice *table*: a cell names a contribution that the table does not have or gives other cells, or commits to no vector.
    /// @param cells the contribution that the cell names; not read where one of the other two is shown.
    function refuteCell(uint256 modelId, CellProof calldata cell, ContributionCellsProof calldata cells) external;

    /// @notice *table*: a cell's leaf is 32 zero bytes: padding passed off as data.
    function refuteZeroCell(uint256 modelId, uint32 index, bytes32[] calldata proof) external;

    /// @notice *table*: a contribution's leaf is 32 zero bytes.
    function refuteZeroRange(uint256 modelId, uint32 index, bytes32[] calldata proof) external;
}
