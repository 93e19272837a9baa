// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Parameters} from "../../../contracts/governance/Parameters.sol";
import {Staking} from "../../../contracts/staking/Staking.sol";
import {OpenToken} from "../../../contracts/token/OpenToken.sol";
import {Parameter} from "../../../contracts/types/Parameter.sol";
import {Role} from "../../../contracts/types/Role.sol";
import {vm} from "./Vm.sol";

/// @notice Four people who stake behind each other, a slasher and a source of rewards, doing anything in any order.
contract StakingHandler {
    uint256 public constant ACTORS = 4;

    OpenToken public immutable TOKEN;
    Staking public immutable STAKING;
    uint256 public unbondings;

    uint256 private _now = 1_800_000_000;

    constructor() {
        TOKEN = new OpenToken(address(this));
        STAKING = new Staking(
            TOKEN,
            new Parameters(address(this), address(this), address(this), new Parameter[](0), new uint256[](0))
        );
        STAKING.wire(Role.Attestor, address(this));
        TOKEN.approve(address(STAKING), type(uint256).max);
        for (uint256 i = 0; i < ACTORS; ++i) {
            TOKEN.transfer(actor(i), 1e26);
            vm.prank(actor(i));
            TOKEN.approve(address(STAKING), type(uint256).max);
        }
        vm.warp(_now);
    }

    function actor(uint256 seed) public pure returns (address) {
        return address(uint160(0xA000 + (seed % ACTORS)));
    }

    function stake(uint256 who, uint256 operator, uint128 amount) external {
        uint256 balance = TOKEN.balanceOf(actor(who));
        if (balance == 0) return;
        vm.prank(actor(who));
        STAKING.stake(Role.Attestor, actor(operator), uint128(1 + (amount % balance)));
    }

    function unbond(uint256 who, uint256 operator, uint256 shares) external {
        uint256 held = STAKING.sharesOf(Role.Attestor, actor(operator), actor(who));
        if (held == 0) return;
        vm.prank(actor(who));
        try STAKING.unbond(Role.Attestor, actor(operator), 1 + (shares % held)) {
            ++unbondings;
        } catch (bytes memory reason) {
            require(bytes4(reason) == bytes4(keccak256("StakingZeroAmount()")), "unbond: unexpected revert");
        }
    }

    function withdraw(uint256 id) external {
        if (unbondings == 0) return;
        id = 1 + (id % unbondings);
        (Staking.Unbonding memory unbonding, uint128 expected) = STAKING.unbondingOf(id);
        if (unbonding.staker == address(0) || unbonding.releaseAt > _now) return;
        vm.prank(unbonding.staker);
        require(STAKING.withdraw(id) == expected, "withdraw: not what the view said");
    }

    function slash(uint256 operator, uint16 slashBps, uint256 challenger) external {
        STAKING.slash(Role.Attestor, actor(operator), uint16(slashBps % 10_001), actor(challenger));
    }

    function addReward(uint128 amount) external {
        STAKING.addReward(uint128(1 + (amount % 1e24)));
    }

    function claimReward(uint256 who, uint256 operator) external {
        uint128 expected = STAKING.pendingReward(Role.Attestor, actor(operator), actor(who));
        vm.prank(actor(who));
        require(STAKING.claimReward(Role.Attestor, actor(operator)) == expected, "claim: not what the view said");
    }

    function wait(uint32 duration) external {
        _now += duration % 40 days;
        vm.warp(_now);
    }
}
