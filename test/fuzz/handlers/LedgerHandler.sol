// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

import {AttributionLedger} from "../../../contracts/attribution/AttributionLedger.sol";
import {Parameters} from "../../../contracts/governance/Parameters.sol";
import {IAttributionLedger} from "../../../contracts/interfaces/IAttributionLedger.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IStaking} from "../../../contracts/interfaces/IStaking.sol";
import {OpenToken} from "../../../contracts/token/OpenToken.sol";
import {Batch} from "../../../contracts/types/Batch.sol";
import {Earning} from "../../../contracts/types/Earning.sol";
import {ClaimItem, PostedBatch} from "../../../contracts/types/Evidence.sol";
import {ModelRecord} from "../../../contracts/types/ModelRecord.sol";
import {Parameter} from "../../../contracts/types/Parameter.sol";
import {Role} from "../../../contracts/types/Role.sol";
import {vm} from "./Vm.sol";

/// @notice Does anything to the ledger in any order: it is vault, prover, the registries, and the one attestor, who signs any earnings,
/// also falling ones and more than there is. Two models, each of one contribution, whose owner is `OWNER`; each may fall, once.
contract LedgerHandler is IERC1271 {
    uint256 public constant MODELS = 2;
    address public constant OWNER = address(0xa11ce);
    address public constant PAYER = address(0xbeef);

    OpenToken public immutable TOKEN = new OpenToken(address(this));
    AttributionLedger public immutable LEDGER;

    mapping(uint256 modelId => Batch[]) private _posted; // as they stand
    mapping(uint256 modelId => uint128[]) private _cumulative; // of each
    mapping(uint256 modelId => uint256) public highest; // what was ever claimed, token base units
    mapping(uint256 modelId => uint256) public refunded; // token base units
    mapping(uint256 modelId => bool) public isFallen;
    mapping(uint256 modelId => uint64) public answered; // buckets, when it fell
    bool public hasShrunk; // whether a claimed amount ever fell
    uint256 private _nonce;
    uint256 private _now = 1_800_000_000;

    constructor() {
        vm.warp(_now);
        Parameter[] memory keys = new Parameter[](1);
        uint256[] memory values = new uint256[](1);
        (keys[0], values[0]) = (Parameter.QuorumSigners, 1);
        address[] memory judges = new address[](1);
        judges[0] = address(this);
        LEDGER = new AttributionLedger(
            TOKEN,
            new Parameters(address(this), keys, values),
            IStaking(address(this)),
            IModelRegistry(address(this)),
            IContributionRegistry(address(this)),
            address(this),
            judges
        );
    }

    function fund(uint256 model, uint72 amount) external {
        uint256 modelId = model % MODELS;
        if (isFallen[modelId]) return; // the vault closes none of its buckets
        TOKEN.transfer(address(LEDGER), amount);
        LEDGER.fund(modelId, LEDGER.accountOf(modelId).closedBuckets, amount);
    }

    function post(uint256 model, uint80 cumulative) external {
        uint256 modelId = model % MODELS;
        IAttributionLedger.Account memory account = LEDGER.accountOf(modelId);
        if (account.nextBucket == account.closedBuckets || isFallen[modelId]) return;

        Batch memory batch = Batch({
            modelId: modelId,
            bucket: account.nextBucket,
            parent: LEDGER.headOf(modelId),
            rowRoot: bytes32(++_nonce), // so that no digest is posted twice
            rowCount: 1,
            earningsRoot: this.leafOf(_earning(modelId, cumulative)),
            dataHash: bytes32(uint256(1))
        });
        LEDGER.post(batch, _signers(), new bytes[](1), "");
        _posted[modelId].push(batch);
        _cumulative[modelId].push(cumulative);
    }

    function refute(uint256 model, uint256 place) external {
        uint256 modelId = model % MODELS;
        if (_posted[modelId].length == 0) return;
        uint256 bucket = place % _posted[modelId].length;
        if (LEDGER.isFinal(modelId, uint64(bucket))) return;

        LEDGER.refute(PostedBatch(_posted[modelId][bucket], _signers()), "score", address(this));
        while (_posted[modelId].length > bucket) {
            _posted[modelId].pop();
            _cumulative[modelId].pop();
        }
    }

    /// @dev Rarely, so that there is something to void and to give back.
    function fall(uint256 model, uint256 seed) external {
        uint256 modelId = model % MODELS;
        if (seed % 4 != 0 || isFallen[modelId]) return;
        LEDGER.voidPending(modelId);
        isFallen[modelId] = true;
        answered[modelId] = LEDGER.accountOf(modelId).nextBucket;
        while (_posted[modelId].length > answered[modelId]) {
            _posted[modelId].pop();
            _cumulative[modelId].pop();
        }
    }

    function refund(uint256 model, uint256 place, uint96 amount) external {
        uint256 modelId = model % MODELS;
        IAttributionLedger.Account memory account = LEDGER.accountOf(modelId);
        if (!isFallen[modelId] || account.nextBucket == account.closedBuckets) return;
        uint256 bucket = account.nextBucket + (place % (account.closedBuckets - account.nextBucket));
        amount = uint96(amount % (uint256(account.available) + 1));
        LEDGER.refund(modelId, uint64(bucket), PAYER, amount);
        refunded[modelId] += amount;
    }

    function claim(uint256 model, uint256 place) external {
        uint256 modelId = model % MODELS;
        if (_posted[modelId].length == 0) return;
        uint256 bucket = place % _posted[modelId].length;

        Batch memory batch = _posted[modelId][bucket];
        ClaimItem[] memory items = new ClaimItem[](1);
        items[0].modelId = modelId;
        items[0].bucket = uint64(bucket);
        items[0].digest = LEDGER.batchDigest(batch);
        items[0].signersHash = keccak256(abi.encode(_signers()));
        items[0].earningsRoot = batch.earningsRoot;
        items[0].earning = _earning(modelId, _cumulative[modelId][bucket]);
        LEDGER.claimMany(items);

        uint256 claimed = LEDGER.claimedOf(modelId, modelId);
        if (claimed < highest[modelId]) hasShrunk = true;
        highest[modelId] = claimed;
    }

    function wait(uint32 time) external {
        _now += time % 5 days;
        vm.warp(_now);
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

    function _signers() private view returns (address[] memory signers) {
        signers = new address[](1);
        signers[0] = address(this);
    }

    /* WHAT THE LEDGER ASKS */

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
