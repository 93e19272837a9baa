// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

import {AttributionLedger} from "../../../contracts/attribution/AttributionLedger.sol";
import {Parameters} from "../../../contracts/governance/Parameters.sol";
import {IAttributionLedger} from "../../../contracts/interfaces/IAttributionLedger.sol";
import {OpenToken} from "../../../contracts/token/OpenToken.sol";
import {Batch} from "../../../contracts/types/Batch.sol";
import {Earning} from "../../../contracts/types/Earning.sol";
import {ClaimItem, PostedBatch} from "../../../contracts/types/Evidence.sol";
import {LoneBond} from "../../../contracts/types/LoneBond.sol";
import {ModelPause} from "../../../contracts/types/ModelPause.sol";
import {ModelRecord} from "../../../contracts/types/ModelRecord.sol";
import {Parameter} from "../../../contracts/types/Parameter.sol";
import {Role} from "../../../contracts/types/Role.sol";
import {vm} from "./Vm.sol";

/// @notice Does anything to the ledger in any order: it is vault, judge, pauser, the registries, the lone poster, and the one attestor, who
/// signs any earnings, also falling ones and more than there is. Two models, each of one contribution, whose owner is `OWNER`; each may fall,
/// once.
contract LedgerHandler is IERC1271 {
    struct Standing {
        Batch batch;
        uint128 cumulative; // token base units
        uint40 windowEnds; // Unix seconds, holds aside
        bool isAlone;
    }

    uint256 public constant MODELS = 2;
    address public constant OWNER = address(0xa11ce);
    address public constant PAYER = address(0xbeef);
    address public constant CHALLENGER = address(0xc4a1);
    uint40 private constant _LONGEST_HOLD = 15 days;

    OpenToken public token;
    Parameters public parameters;
    AttributionLedger public ledger;

    mapping(uint256 modelId => Standing[]) private _standing;
    mapping(uint256 modelId => uint256) public highest; // what was ever claimed, token base units
    mapping(uint256 modelId => bytes32[]) private _final; // ids of the batches that were ever final, by bucket
    mapping(uint256 modelId => uint256) public refunded; // token base units
    mapping(uint256 modelId => bool) public isFallen;
    mapping(uint256 modelId => uint64) public answered; // buckets, when it fell
    bool public hasShrunk; // whether a claimed amount ever fell
    bool public hasUnfinal; // whether a final batch ever was not, or another
    uint256 private _nonce;
    uint256 private _now = 1_800_000_000;

    constructor() {
        vm.warp(_now);
    }

    /// @notice Begins with contracts to which the handler is everybody else. Deployed outside: together they outgrow one creation's code.
    function begin(OpenToken token_, Parameters parameters_, AttributionLedger ledger_) external {
        if (address(ledger) != address(0)) return;
        (token, parameters, ledger) = (token_, parameters_, ledger_);
        token.approve(address(ledger), type(uint256).max);
    }

    /// @dev After every action: what was final still is, and is the same.
    modifier watched() {
        _;
        for (uint256 modelId = 0; modelId < MODELS; ++modelId) {
            bytes32[] storage known = _final[modelId];
            uint256 count = known.length;
            // Ids are linked by their parents: the last one stands for all before it.
            if (count != 0) {
                bool isSame = ledger.batchOf(modelId, uint64(count - 1)).id == known[count - 1];
                if (!isSame || !ledger.isFinal(modelId, uint64(count - 1))) hasUnfinal = true;
            }
            for (; ledger.isFinal(modelId, uint64(count)); ++count) {
                known.push(ledger.batchOf(modelId, uint64(count)).id);
            }
        }
    }

    /* FUNDS AND BATCHES */

    function fund(uint256 model, uint72 amount) external watched {
        uint256 modelId = model % MODELS;
        if (isFallen[modelId]) return; // the vault closes none of its buckets
        token.transfer(address(ledger), amount);
        ledger.fund(modelId, ledger.accountOf(modelId).closedBuckets, amount);
    }

    function post(uint256 model, uint80 cumulative) external watched {
        uint256 modelId = model % MODELS;
        IAttributionLedger.Account memory account = ledger.accountOf(modelId);
        if (account.nextBucket == account.closedBuckets || isFallen[modelId]) return;

        Batch memory batch = _nextBatch(modelId, cumulative);
        ledger.post(batch, _signers(false), new bytes[](1), "");
        _stand(batch, cumulative, false);
    }

    function postAlone(uint256 model, uint80 cumulative) external watched {
        uint256 modelId = model % MODELS;
        uint40 since = ledger.waitsSince(modelId, ledger.accountOf(modelId).nextBucket);
        if (isFallen[modelId] || since == 0) return;
        if (block.timestamp < since + parameters.get(Parameter.SilenceSeconds)) return;

        Batch memory batch = _nextBatch(modelId, cumulative);
        ledger.postAlone(batch, "");
        _stand(batch, cumulative, true);
    }

    function releaseBond(uint256 model, uint256 place) external watched {
        uint256 modelId = model % MODELS;
        uint256 closed = ledger.accountOf(modelId).closedBuckets;
        if (closed == 0) return;
        uint64 bucket = uint64(place % closed);
        if (ledger.bondOf(modelId, bucket).amount == 0) return;
        bool isStanding = bucket < _standing[modelId].length;
        if (isStanding && _standing[modelId][bucket].isAlone && !ledger.isFinal(modelId, bucket)) return;

        ledger.releaseBond(modelId, bucket);
    }

    function refute(uint256 model, uint256 place) external watched {
        (uint256 modelId, uint256 bucket, bool isPending) = _pending(model, place);
        if (!isPending) return;

        ledger.refute(_posted(modelId, bucket), "score", CHALLENGER);
        _lower(modelId, bucket);
    }

    function drop(uint256 model, uint256 place) external watched {
        (uint256 modelId, uint256 bucket, bool isPending) = _pending(model, place);
        if (!isPending) return;

        ledger.drop(_posted(modelId, bucket), "withheld", CHALLENGER);
        _lower(modelId, bucket);
    }

    /// @dev Rarely, so that there is something to void and to give back.
    function fall(uint256 model, uint256 seed) external watched {
        uint256 modelId = model % MODELS;
        if (seed % 16 != 0 || isFallen[modelId]) return;
        ledger.voidPending(modelId);
        isFallen[modelId] = true;
        answered[modelId] = ledger.accountOf(modelId).nextBucket;
        _lower(modelId, answered[modelId]);
    }

    function refund(uint256 model, uint256 place, uint96 amount) external watched {
        uint256 modelId = model % MODELS;
        IAttributionLedger.Account memory account = ledger.accountOf(modelId);
        if (!isFallen[modelId] || account.nextBucket == account.closedBuckets) return;
        uint256 bucket = account.nextBucket + (place % (account.closedBuckets - account.nextBucket));
        amount = uint96(amount % (uint256(account.available) + 1));
        ledger.refund(modelId, uint64(bucket), PAYER, amount);
        refunded[modelId] += amount;
    }

    /* HOLDS AND PAUSES */

    function hold(uint256 model, uint256 place, uint40 time) external watched {
        (uint256 modelId, uint256 bucket, bool isPending) = _pending(model, place);
        if (!isPending) return;
        uint40 windowEnds = _standing[modelId][bucket].windowEnds;
        ModelPause memory last = ledger.pauseOf(modelId);
        uint40 freshEnds = last.startedAt < windowEnds ? last.endsAt + last.windowSeconds : 0;
        if (block.timestamp >= windowEnds && block.timestamp >= freshEnds) return;

        ledger.hold(_posted(modelId, bucket), uint40(block.timestamp) + (time % 5 days));
    }

    function pause(uint256 model) external watched {
        uint256 modelId = model % MODELS;
        uint40 startedAt = ledger.pauseOf(modelId).startedAt;
        if (startedAt != 0 && block.timestamp < startedAt + ledger.PAUSE_INTERVAL()) return;

        ledger.pause(modelId, uint64(_final[modelId].length));
    }

    function unpause(uint256 model) external watched {
        uint256 modelId = model % MODELS;
        if (block.timestamp < ledger.pauseOf(modelId).endsAt) ledger.unpause(modelId);
    }

    function setWindow(uint256 seconds_) external watched {
        parameters.set(Parameter.ChallengeWindowSeconds, 1 hours + (seconds_ % 7 days) / 2);
    }

    function wait(uint32 time) external watched {
        _now += time % 5 days;
        vm.warp(_now);
    }

    /* CLAIMS */

    function claim(uint256 model, uint256 place) external watched {
        uint256 modelId = model % MODELS;
        if (_standing[modelId].length == 0) return;
        uint256 bucket = place % _standing[modelId].length;

        Standing memory standing = _standing[modelId][bucket];
        ClaimItem[] memory items = new ClaimItem[](1);
        items[0].modelId = modelId;
        items[0].bucket = uint64(bucket);
        items[0].digest = ledger.batchDigest(standing.batch);
        items[0].signersHash = keccak256(abi.encode(_signers(standing.isAlone)));
        items[0].earningsRoot = standing.batch.earningsRoot;
        items[0].earning = _earning(modelId, standing.cumulative);
        ledger.claimMany(items);

        uint256 claimed = ledger.claimedOf(modelId, modelId);
        if (claimed < highest[modelId]) hasShrunk = true;
        highest[modelId] = claimed;
    }

    /* WHAT THE LAWS ASK */

    /// @return sum of the bonds that the ledger holds for a model, token base units.
    function bondsOf(uint256 modelId) external view returns (uint256 sum) {
        uint256 closed = ledger.accountOf(modelId).closedBuckets;
        for (uint64 bucket = 0; bucket < closed; ++bucket) sum += ledger.bondOf(modelId, bucket).amount;
    }

    /// @return Unix seconds at which the batch is final at the latest.
    function latestOf(uint256 modelId, uint64 bucket) external view returns (uint40) {
        return _standing[modelId][bucket].windowEnds + _LONGEST_HOLD;
    }

    /// @return whether a lone batch that can still be refuted stands without its bond, or a bond with another batch's poster.
    function isBare(uint256 modelId, uint64 bucket) external view returns (bool) {
        if (!_standing[modelId][bucket].isAlone || ledger.isFinal(modelId, bucket)) return false;
        LoneBond memory bond = ledger.bondOf(modelId, bucket);
        return bond.amount == 0 || bond.poster != address(this);
    }

    /* BOOKKEEPING */

    function _nextBatch(uint256 modelId, uint128 cumulative) private returns (Batch memory) {
        return
            Batch({
                modelId: modelId,
                bucket: ledger.accountOf(modelId).nextBucket,
                parent: ledger.headOf(modelId),
                rowRoot: bytes32(++_nonce), // so that no digest is posted twice
                rowCount: 1,
                earningsRoot: this.leafOf(_earning(modelId, cumulative)),
                dataHash: bytes32(uint256(1))
            });
    }

    function _stand(Batch memory batch, uint128 cumulative, bool isAlone) private {
        Standing[] storage standing = _standing[batch.modelId];
        uint40 window = uint40(parameters.get(Parameter.ChallengeWindowSeconds));
        uint40 windowEnds = uint40(block.timestamp) + (isAlone ? 2 * window : window);
        if (standing.length != 0) {
            uint40 parentEnds = standing[standing.length - 1].windowEnds;
            if (windowEnds < parentEnds) windowEnds = parentEnds;
        }
        standing.push(Standing(batch, cumulative, windowEnds, isAlone));
    }

    function _lower(uint256 modelId, uint256 bucket) private {
        while (_standing[modelId].length > bucket) _standing[modelId].pop();
    }

    function _pending(
        uint256 model,
        uint256 place
    ) private view returns (uint256 modelId, uint256 bucket, bool isPending) {
        modelId = model % MODELS;
        uint256 count = _standing[modelId].length;
        if (count == 0) return (modelId, 0, false);
        bucket = place % count;
        isPending = !ledger.isFinal(modelId, uint64(bucket));
    }

    function _posted(uint256 modelId, uint256 bucket) private view returns (PostedBatch memory) {
        Standing memory standing = _standing[modelId][bucket];
        return PostedBatch(standing.batch, _signers(standing.isAlone));
    }

    function leafOf(Earning calldata earning) external pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "Earning(uint256 contributionId,uint128 cumulative,bytes32 statementRoot,uint128 sum,uint32 count)"
        );
        return keccak256(abi.encode(typehash, earning));
    }

    function _earning(uint256 modelId, uint128 cumulative) private pure returns (Earning memory) {
        return Earning({contributionId: modelId, cumulative: cumulative, statementRoot: 0, sum: 0, count: 0});
    }

    function _signers(bool isAlone) private view returns (address[] memory signers) {
        signers = new address[](isAlone ? 0 : 1);
        if (!isAlone) signers[0] = address(this);
    }

    /* WHAT THE ledger ASKS */

    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return IERC1271.isValidSignature.selector;
    }

    function isActive(Role, address) external pure returns (bool) {
        return true;
    }

    function slash(Role, address, uint16, address) external pure returns (uint128) {
        return 0;
    }

    function recordOf(uint256) external pure returns (ModelRecord memory record) {
        record.contributionCount = 1;
    }

    function ownerOf(uint256) external pure returns (address) {
        return OWNER;
    }
}
