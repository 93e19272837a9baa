// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Batch} from "../types/Batch.sol";
import {ClaimItem, PostedBatch} from "../types/Evidence.sol";
import {LoneBond} from "../types/LoneBond.sol";
import {ModelPause} from "../types/ModelPause.sol";

/// @title The rollup: what every contribution has earned from every model.
/// @notice One account per model; a fault in one never touches another. A batch answers exactly one closed bucket, in order, is
/// signed by a quorum of staked attestors, waits for its challenge window, and is then final. Until then anyone refutes it with one
/// wrong step (FraudProver): it and its successors are dropped, its signers slashed, its bucket waits for a right one. A bucket that
/// nobody answers for long is answered by one bonded poster, with a window twice as long.
/// @dev Money law: per model, what is available is received - claimed - refunded, and never negative. See docs/invariants.md.
interface IAttributionLedger {
    struct Account {
        uint96 received; // token base units, all closed buckets
        uint96 available; // token base units received, neither claimed nor refunded
        uint32 contributionCount; // of the manifest: the leaves of every earnings tree
        uint32 nextBucket; // the bucket the next batch must answer
        uint32 closedBuckets; // buckets whose money has arrived, >= nextBucket
    }

    struct BatchRecord {
        bytes32 id; // keccak256(abi.encode(digest, signersHash, earningsRoot)), 0 when none stands
        uint40 finalAt; // Unix seconds; never before its parent's
        uint16 slashBps; // snapshot, 1e4 = 100%
        uint16 quorumSigners; // snapshot; 0: posted alone, its poster's bond stands behind it
        uint40 postedAt; // Unix seconds: tells it from a batch of the same id that fell before
    }

    event Funded(uint256 indexed modelId, uint64 indexed bucket, uint128 amount, uint128 received);
    event BatchPosted(
        uint256 indexed modelId,
        uint64 indexed bucket,
        bytes32 indexed id,
        Batch batch,
        address[] signers,
        string uri,
        uint40 finalAt,
        address poster
    );
    /// @dev A lone poster's bond, in token base units: all of it is posted, and later released or slashed.
    event BondPosted(uint256 indexed modelId, uint64 indexed bucket, address indexed poster, uint96 amount);
    event BondReleased(uint256 indexed modelId, uint64 indexed bucket, address indexed poster, uint96 amount);
    event BondSlashed(
        uint256 indexed modelId,
        uint64 indexed bucket,
        address indexed poster,
        uint96 bounty,
        uint96 burnt,
        address challenger
    );
    event BatchRefuted(
        uint256 indexed modelId,
        uint64 indexed bucket,
        bytes32 indexed id,
        string proof,
        address challenger,
        uint64 droppedBatches
    );
    /// @dev No batch from `heldFrom` on is final before `heldUntil` (Unix seconds).
    event BatchHeld(
        uint256 indexed modelId,
        uint64 indexed bucket,
        bytes32 indexed id,
        uint64 heldFrom,
        uint40 heldUntil,
        address judge
    );
    /// @dev No batch from `heldFrom` on is final before `heldUntil`: what is pending has a fresh window after the pause.
    event ModelPaused(uint256 indexed modelId, uint40 endsAt, uint64 heldFrom, uint40 heldUntil, address pauser);
    event ModelUnpaused(uint256 indexed modelId, uint64 heldFrom, uint40 heldUntil, address unpauser);
    event Equivocated(
        uint256 indexed modelId,
        uint64 indexed bucket,
        address indexed signer,
        bytes32 digest,
        bytes32 rivalDigest
    );
    /// @dev The model fell. `batches` of buckets from `fromBucket` on, which were not final, read as absent; nobody is slashed.
    event PendingVoided(uint256 indexed modelId, uint64 fromBucket, uint64 batches);
    event Refunded(
        uint256 indexed modelId,
        uint64 indexed bucket,
        address indexed payer,
        uint128 amount,
        uint128 available
    );
    event Claimed(
        uint256 indexed modelId,
        uint256 indexed contributionId,
        address indexed owner,
        address recipient,
        uint128 amount,
        uint128 cumulative
    );
    /// @dev An item of claimMany that could not be paid; the rest was. `reason` is the error a single claim reverts with.
    event ClaimSkipped(uint256 indexed modelId, uint256 indexed contributionId, bytes4 reason);

    error LedgerNotVault(address caller);
    error LedgerNotJudge(address caller);
    error LedgerNotModels(address caller);
    error LedgerNotPauser(address caller);
    error LedgerNotUnpauser(address caller);
    error LedgerNotAmongSigners(address account);
    error LedgerModelFell(uint256 modelId);
    error LedgerModelStands(uint256 modelId);
    error LedgerBucketAnswered(uint256 modelId, uint64 bucket);
    error LedgerWindowOver(uint256 modelId, uint64 bucket, uint40 windowEnds);
    error LedgerHoldTooLong(uint256 modelId, uint64 bucket, uint40 until, uint40 latest);
    error LedgerNotFirstPending(uint256 modelId, uint64 bucket);
    error LedgerPausedRecently(uint256 modelId, uint256 allowedAt);
    error LedgerNotPaused(uint256 modelId, uint40 endedAt);
    error LedgerNotSilent(uint256 modelId, uint64 bucket, uint256 silentAt);
    error LedgerNoBond(uint256 modelId, uint64 bucket);
    error LedgerBucketOutOfOrder(uint256 modelId, uint64 bucket, uint64 expected);
    error LedgerBucketNotClosed(uint256 modelId, uint64 bucket);
    error LedgerWrongParent(bytes32 given, bytes32 expected);
    error LedgerEmptyBatch();
    error LedgerDigestRefuted(bytes32 digest);
    error LedgerTooFewSigners(uint256 given, uint256 quorum);
    error LedgerLengthMismatch(uint256 signers, uint256 signatures);
    error LedgerSignersUnsorted(address previous, address signer);
    error LedgerSignerNotActive(address signer);
    error LedgerBadSignature(address signer);
    error LedgerNotRival(bytes32 digest, bytes32 rivalDigest);
    error LedgerNoEquivocator(bytes32 digest, bytes32 rivalDigest);
    error LedgerUnknownBatch(uint256 modelId, uint64 bucket, bytes32 id);
    error LedgerBatchFinal(uint256 modelId, uint64 bucket, uint40 finalAt);
    error LedgerBatchNotFinal(uint256 modelId, uint64 bucket, uint40 finalAt);
    error LedgerBadEarningProof(uint256 modelId, uint256 contributionId);
    error LedgerNothingToClaim(uint256 modelId, uint256 contributionId, uint128 claimed);
    error LedgerInsolvent(uint256 modelId, uint256 needed, uint256 available);
    error LedgerNotOwner(uint256 contributionId, address caller, address owner);
    error LedgerZeroRecipient();
    error LedgerClaimExpired(uint256 deadline);
    error LedgerBadClaimSignature(address owner);
    error LedgerNothingPaid(uint256 items);

    /* FUNDS */

    /// @notice Takes a closed bucket's contributors' part, which the vault has transferred. Emits {Funded}. Requirements:
    /// - only the vault;
    /// - the buckets of a model in order, 0 first; possibly of amount 0.
    /// @param amount token base units.
    function fund(uint256 modelId, uint64 bucket, uint128 amount) external;

    /* BATCHES */

    /// @notice Posts a batch. Anybody; the signatures count, not the sender. Emits {BatchPosted}. Requirements:
    /// - its bucket is closed and the next to be answered, its parent the last batch that stands;
    /// - the model did not fall;
    /// - no root or hash is 0, and there is at least one row;
    /// - at least QuorumSigners signers, each an active attestor;
    /// - the digest was not refuted before.
    /// @dev Window, quorum and slash are fixed now. It is final when its window and its parent's are over.
    /// @param signers strictly ascending.
    /// @param signatures of {batchDigest}, in the same order: 65 bytes of an account's key, or what its ERC-1271 wallet accepts.
    /// Warning: what a wallet accepts now it may refuse later; it stays liable for what was posted in its name.
    /// @param uri where the bundle under `dataHash` is published.
    function post(
        Batch calldata batch,
        address[] calldata signers,
        bytes[] calldata signatures,
        string calldata uri
    ) external returns (bytes32 id);

    /// @notice Posts a batch that nobody signed, where no quorum answered for SilenceSeconds: since {waitsSince}. Anybody; LonePosterBond
    /// is pulled from the sender. Emits {BondPosted} and {BatchPosted} without signers, and {BondReleased} where the bond of a
    /// dropped batch still lay there. Requirements: all that {post} has but the signers.
    /// @dev Its window is twice as long. Nobody vouched for it, so what convicts signers (proveEquivocation) does not concern it: its poster
    /// loses the bond if it is refuted, and nothing otherwise.
    function postAlone(Batch calldata batch, string calldata uri) external returns (bytes32 id);

    /// @notice Gives a lone poster its bond back, once its batch is final or was dropped without being refuted. Anybody may send it.
    /// Emits {BondReleased}.
    /// @return amount token base units, above 0.
    function releaseBond(uint256 modelId, uint64 bucket) external returns (uint96 amount);

    /// @notice Drops a batch that is not final and its successors, and slashes its signers, not theirs. Emits {BatchRefuted}. The
    /// digest can never be posted again. Only a judge. Of a batch posted alone the bond is slashed, all of it, {BondSlashed}: BountyBps
    /// of it, at most BountyCap, to the challenger, the rest burnt. A challenger who is among the slashed signers gets nothing.
    /// @param proof name of the proof, for the log.
    /// @param challenger who takes the bounty.
    function refute(PostedBatch calldata posted, string calldata proof, address challenger) external;

    /// @notice Drops a batch that is not final and its successors without slashing anybody: nobody showed it to be wrong. It may be posted
    /// again. Emits {BatchRefuted}. Only a judge.
    function drop(PostedBatch calldata posted, string calldata reason, address challenger) external;

    /// @notice Drops a batch like {drop}, and slashes some of its signers for something else than a wrong number. Only a judge.
    /// @param slashed of the batch's signers, in their order.
    function dropSlashing(
        PostedBatch calldata posted,
        string calldata reason,
        address challenger,
        address[] calldata slashed
    ) external;

    /// @notice Slashes everyone who signed both the posted batch and a rival for the same model, bucket and parent, once each; the
    /// bounty is the caller's. Emits {Equivocated} for each. The batch falls, {BatchRefuted}, when fewer of its signers than its
    /// quorum are left without such a conviction. It may be right, and may be posted again.
    /// @dev Requirements: the posted batch is not final; the rival's signatures are valid (no quorum is asked of it) and its digest
    /// was not refuted: its signers have paid; at least one signer is convicted.
    /// @param rivalSigners strictly ascending.
    function proveEquivocation(
        PostedBatch calldata posted,
        Batch calldata rival,
        address[] calldata rivalSigners,
        bytes[] calldata rivalSignatures
    ) external;

    /* HOLDS AND PAUSES */

    /// @notice Keeps a batch and its successors from being final before `until`, while something about it is open. Emits {BatchHeld}.
    /// Only a judge, only inside the window the batch was posted with or the fresh one that a pause in it gave.
    /// @dev Holds of one model are joined: one on a later batch can prolong one on an earlier. But no batch waits longer than 15 days
    /// beyond the window it was posted with. See docs/decisions/holds-keep-from-being-final.md.
    /// @param until Unix seconds, at most those 15 days; an earlier hold is never shortened.
    function hold(PostedBatch calldata posted, uint40 until) external;

    /// @notice Pauses the finality of a model's batches for PauseSeconds: whatever is pending, or posted meanwhile, is final a challenge
    /// window after the pause at the earliest. Posting, refuting and claims against final batches go on. Emits {ModelPaused}.
    /// @dev Requirements:
    /// - only the pauser of Parameters;
    /// - every batch before `fromBucket` is final, and `fromBucket`'s is not;
    /// - the model's last pause began at least 30 days ago.
    function pause(uint256 modelId, uint64 fromBucket) external;

    /// @notice Ends a pause early: the fresh window begins now. Only the unpauser of Parameters. Emits {ModelUnpaused}.
    function unpause(uint256 modelId) external;

    /* FALLEN MODELS */

    /// @notice Voids the batches of a fallen model that are not final, and takes no more of them. Claims against final ones go on.
    /// Nobody is slashed: the manifest was wrong, not the attestors. Only the model registry. Emits {PendingVoided}.
    function voidPending(uint256 modelId) external;

    /// @notice Gives a payer of a fallen model back the contributors' part of a payment in a closed bucket that no final batch answers.
    /// Only the vault, which knows the payment and does this once for each. Emits {Refunded}.
    /// @param amount token base units. Where a wrong batch that became final gave away what was due, only what is left is paid; where it
    /// left nothing, {LedgerInsolvent}.
    function refund(uint256 modelId, uint64 bucket, address payer, uint128 amount) external;

    /* CLAIMS */

    /// @notice Pays what the item proves beyond what was claimed, to the token's owner. Anybody may send it. Emits {Claimed}.
    /// Requirements:
    /// - the batch stands and is final;
    /// - the earning is leaf `index` of its earnings tree;
    /// - the model has received at least what is claimed in all.
    /// @return amount token base units, above 0.
    function claim(ClaimItem calldata item) external returns (uint128 amount);

    /// @notice Pays to another recipient. Only the token's owner. Emits {Claimed}.
    /// @return amount token base units, above 0.
    function claimTo(ClaimItem calldata item, address recipient) external returns (uint128 amount);

    /// @notice Pays many items, each to its token's owner. Emits {Claimed} or {ClaimSkipped} for each: an item that cannot be paid
    /// never reverts the rest.
    /// @return total token base units.
    function claimMany(ClaimItem[] calldata items) external returns (uint128 total);

    /// @notice Pays many items of one owner to `recipient`, by the owner's signature (EIP-712
    /// `ClaimAuthorization(address owner,address recipient,uint256 nonce,uint256 deadline)`, EOA or ERC-1271). Items of others are
    /// skipped like those that cannot be paid; where nothing is paid it reverts, and the nonce stays.
    /// Warning: the sender chooses the items. It can leave some out, never send them elsewhere.
    /// @param deadline Unix seconds, inclusive.
    /// @return total token base units, above 0.
    function claimBySignature(
        ClaimItem[] calldata items,
        address owner,
        address recipient,
        uint256 deadline,
        bytes calldata signature
    ) external returns (uint128 total);

    /* VIEWS */

    /// @notice Whether the account is one of the contracts that refute, drop and hold batches.
    function isJudge(address account) external view returns (bool);

    function accountOf(uint256 modelId) external view returns (Account memory account);

    /// @return record all zero when no batch stands for the bucket.
    function batchOf(uint256 modelId, uint64 bucket) external view returns (BatchRecord memory record);

    /// @notice Since when nothing but a batch is missing: the bucket's money came, the last batch for it was dropped, or its parent was
    /// posted, whichever was last.
    /// @return since Unix seconds, 0 where it is not the model's next bucket to be answered.
    function waitsSince(uint256 modelId, uint64 bucket) external view returns (uint40 since);

    /// @return bond of the bucket's last lone poster, all zero once released or slashed.
    function bondOf(uint256 modelId, uint64 bucket) external view returns (LoneBond memory bond);

    /// @return the model's last pause, all zero without one.
    function pauseOf(uint256 modelId) external view returns (ModelPause memory);

    /// @return amount token base units.
    function claimedOf(uint256 modelId, uint256 contributionId) external view returns (uint128 amount);

    /// @notice Whether a batch stands for the bucket and can no longer be refuted.
    function isFinal(uint256 modelId, uint64 bucket) external view returns (bool);

    /// @return id of the last batch that stands, 0 when none does: the parent of the next.
    function headOf(uint256 modelId) external view returns (bytes32 id);

    /// @notice Whether a batch of this digest was refuted.
    function isRefuted(bytes32 digest) external view returns (bool);

    /// @notice Whether `signer` was convicted of signing two batches for that model, bucket and parent.
    function isEquivocator(uint256 modelId, uint64 bucket, bytes32 parent, address signer) external view returns (bool);

    /// @return digest what attestors sign.
    function batchDigest(Batch calldata batch) external view returns (bytes32 digest);

    /// @notice Reverts unless `posted` stands and its window is open. What every refutation requires.
    function requireChallengeable(PostedBatch calldata posted) external view;
}
