// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

import {AttributionLedger} from "../../../contracts/attribution/AttributionLedger.sol";
import {DataAvailability} from "../../../contracts/attribution/DataAvailability.sol";
import {Parameters} from "../../../contracts/governance/Parameters.sol";
import {IAttributionLedger} from "../../../contracts/interfaces/IAttributionLedger.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IStaking} from "../../../contracts/interfaces/IStaking.sol";
import {OpenToken} from "../../../contracts/token/OpenToken.sol";
import {Batch} from "../../../contracts/types/Batch.sol";
import {Chunk} from "../../../contracts/types/Chunk.sol";
import {DataItem} from "../../../contracts/types/DataItem.sol";
import {DataKind} from "../../../contracts/types/DataKind.sol";
import {DataRequest} from "../../../contracts/types/DataRequest.sol";
import {PostedBatch} from "../../../contracts/types/Evidence.sol";
import {ModelRecord} from "../../../contracts/types/ModelRecord.sol";
import {Parameter} from "../../../contracts/types/Parameter.sol";
import {Role} from "../../../contracts/types/Role.sol";
import {vm} from "./Vm.sol";

/// @notice Asks for pieces of batches, answers, expires, reclaims and refutes in any order, while governance turns fee and time. It is vault,
/// registries, stakes and the one attestor. A batch's bundle is one piece; its id comes back when it fell and is posted again.
contract DataHandler is IERC1271 {
    uint32 public constant PIECES = 4; // that are asked for: the one there is, and three that are not
    uint64 public constant BUCKETS = 3;
    bytes private constant _PIECE = "the whole bundle";
    address private constant _ASKER = address(0xa5c);
    address private constant _ANSWERER = address(0xa25);

    OpenToken public immutable TOKEN = new OpenToken(address(this));
    Parameters public immutable PARAMETERS = new Parameters(
        address(this),
        address(this),
        address(this),
        new Parameter[](0),
        new uint256[](0)
    );
    AttributionLedger public immutable LEDGER;
    DataAvailability public immutable AVAILABILITY;

    bytes32[] private _ids; // of every request ever made, each once
    mapping(bytes32 requestId => bool) private _isKnown;
    uint256 public paidIn; // token base units
    uint256 public slashes;
    uint40 private _countedAt; // what is remembered against the attestor
    bool public hasSlashedWrongly; // whether a slash was none of a repeater, or a repeater was spared
    bool private _expectsSlash;
    uint256 private _now = 1_800_000_000;

    constructor() {
        vm.warp(_now);
        PARAMETERS.set(Parameter.QuorumSigners, 1);
        AVAILABILITY = new DataAvailability(TOKEN, PARAMETERS, IModelRegistry(address(this)));
        address[] memory judges = new address[](2);
        (judges[0], judges[1]) = (address(this), address(AVAILABILITY));
        LEDGER = new AttributionLedger(
            TOKEN,
            PARAMETERS,
            IStaking(address(this)),
            IModelRegistry(address(this)),
            IContributionRegistry(address(this)),
            address(this),
            judges
        );
        AVAILABILITY.wire(LEDGER);
        TOKEN.transfer(_ASKER, TOKEN.totalSupply() / 2);
        vm.prank(_ASKER);
        TOKEN.approve(address(AVAILABILITY), type(uint256).max);
    }

    /* ACTIONS */

    function post() external {
        IAttributionLedger.Account memory account = LEDGER.accountOf(0);
        if (account.nextBucket == BUCKETS) return;
        if (account.nextBucket == account.closedBuckets) LEDGER.fund(0, account.nextBucket, 0);
        LEDGER.post(_batch(account.nextBucket), _signers(), new bytes[](1), "");
    }

    function drop(uint64 place) external {
        (PostedBatch memory posted, bool isOpen) = _pick(place);
        if (isOpen) LEDGER.drop(posted, "test", address(this));
    }

    function request(uint64 place, uint32 piece) external {
        (PostedBatch memory posted, bool isOpen) = _pick(place);
        if (!isOpen) return;
        uint256 window = PARAMETERS.get(Parameter.ChallengeWindowSeconds);
        if (_now >= LEDGER.batchOf(0, posted.batch.bucket).postedAt + window) return;
        bytes32 id = AVAILABILITY.requestIdOf(posted, _item(piece));
        if (AVAILABILITY.requestOf(id).askedAt != 0) return;

        vm.prank(_ASKER);
        AVAILABILITY.request(posted, _item(piece));
        paidIn += PARAMETERS.get(Parameter.AnswerFee);
        if (!_isKnown[id]) _ids.push(id);
        _isKnown[id] = true;
    }

    function answer(uint64 place, uint32 piece) external {
        (PostedBatch memory posted, DataRequest memory asked, bool isLive) = _pickRequest(place, piece);
        if (!isLive || _now > asked.answerBy) return;

        uint32 index = piece % PIECES;
        vm.prank(_ANSWERER);
        if (index == 0) {
            AVAILABILITY.answerPiece(posted, 0, _PIECE, new bytes32[](0));
        } else {
            AVAILABILITY.answerBeyond(posted, index, _chunk(), 0, new bytes32[](0));
        }
    }

    function expire(uint64 place, uint32 piece) external {
        (PostedBatch memory posted, DataRequest memory asked, bool isLive) = _pickRequest(place, piece);
        if (!isLive || _now <= asked.answerBy) return;

        uint40 memoryEnds = _countedAt + AVAILABILITY.REPEAT_SECONDS();
        _expectsSlash = _countedAt != 0 && asked.askedAt > _countedAt && asked.askedAt <= memoryEnds;
        if (asked.askedAt > _countedAt) _countedAt = uint40(_now);
        uint256 before = slashes;
        AVAILABILITY.expire(posted, _item(piece));
        if (_expectsSlash != (slashes != before)) hasSlashedWrongly = true;
    }

    function reclaim(uint64 place, uint32 piece) external {
        (PostedBatch memory posted, DataRequest memory asked, bool isLive) = _pickRequest(place, piece);
        if (!isLive && asked.askedAt != 0 && !asked.isAnswered) AVAILABILITY.reclaim(posted, _item(piece));
    }

    function turn(uint256 fee, uint256 time) external {
        PARAMETERS.set(Parameter.AnswerFee, fee % 1_000e18);
        PARAMETERS.set(Parameter.AnswerSeconds, 1 hours + (time % 47 hours));
    }

    function wait(uint32 time) external {
        _now += time % 30 hours;
        vm.warp(_now);
    }

    /* WHAT IS ASKED ABOUT IT */

    /// @return fees token base units, of all open requests.
    function openFees() external view returns (uint256 fees) {
        for (uint256 i = 0; i < _ids.length; ++i) fees += AVAILABILITY.requestOf(_ids[i]).fee;
    }

    /// @return paid token base units that left the asker and have not come back.
    function spent() external view returns (uint256 paid) {
        return TOKEN.totalSupply() / 2 - TOKEN.balanceOf(_ASKER);
    }

    /// @return earned token base units, by answers.
    function earned() external view returns (uint256) {
        return TOKEN.balanceOf(_ANSWERER);
    }

    /* EVIDENCE */

    function _pick(uint64 place) private view returns (PostedBatch memory posted, bool isOpen) {
        uint64 bucket = place % BUCKETS;
        posted = PostedBatch({batch: _batch(bucket), signers: _signers()});
        isOpen = LEDGER.batchOf(0, bucket).id != 0 && !LEDGER.isFinal(0, bucket);
    }

    /// @dev `isLive`: the request is open, and binds the batch as it stands.
    function _pickRequest(
        uint64 place,
        uint32 piece
    ) private view returns (PostedBatch memory posted, DataRequest memory asked, bool isLive) {
        (posted, isLive) = _pick(place);
        asked = AVAILABILITY.requestOf(AVAILABILITY.requestIdOf(posted, _item(piece)));
        bool isOpen = asked.askedAt != 0 && !asked.isAnswered;
        isLive = isLive && isOpen && LEDGER.batchOf(0, posted.batch.bucket).postedAt <= asked.askedAt;
    }

    /// @dev The same for a bucket whenever it is posted: its parent has the same id each time.
    function _batch(uint64 bucket) private view returns (Batch memory) {
        bytes32 root = this.leafOf(_chunk());
        bytes32 parent;
        if (bucket != 0) {
            bytes32 digest = LEDGER.batchDigest(_batch(bucket - 1));
            parent = keccak256(abi.encode(digest, keccak256(abi.encode(_signers())), root));
        }
        return
            Batch({
                modelId: 0,
                bucket: bucket,
                parent: parent,
                rowRoot: root,
                rowCount: 1,
                earningsRoot: root,
                dataHash: root
            });
    }

    function _item(uint32 piece) private pure returns (DataItem memory) {
        return DataItem({kind: DataKind.Piece, index: piece % PIECES, part: 0});
    }

    function _chunk() private pure returns (Chunk memory) {
        return Chunk({contentHash: keccak256(_PIECE), length: uint32(_PIECE.length)});
    }

    function leafOf(Chunk calldata chunk) external pure returns (bytes32) {
        return keccak256(abi.encode(keccak256("Chunk(bytes32 contentHash,uint32 length)"), chunk));
    }

    function _signers() private view returns (address[] memory signers) {
        signers = new address[](1);
        signers[0] = address(this);
    }

    /* WHAT THE CONTRACTS ASK */

    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return IERC1271.isValidSignature.selector;
    }

    function isActive(Role, address) external pure returns (bool) {
        return true;
    }

    /// @dev Anybody may call it, with any role: a fuzzer does.
    function slash(uint8, address, uint16, address) external returns (uint128) {
        if (msg.sender == address(LEDGER)) ++slashes;
        return 0;
    }

    function recordOf(uint256) external pure returns (ModelRecord memory record) {
        (record.contributionCount, record.lanes) = (1, 32);
    }
}
