// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ERC1271WalletMock} from "../../../../contracts/mocks/ERC1271WalletMock.sol";
import {vm} from "../Vm.sol";

/// @notice Eight people who do everything: six have keys, two are contract wallets (ERC-1271). In ascending order of address, as signers are
/// listed; the first four are attestors.
contract Cast {
    uint256 public constant ACTORS = 8;
    uint256 public constant ATTESTORS = 4;
    uint256 public constant FORTUNE = 1e25; // each, token base units
    address public constant GOVERNOR = address(0x60E); // owner of Parameters, pauser and unpauser
    address public constant TREASURY = address(0x7EA5);

    address[] private _actors;
    uint256[] private _keys;

    constructor() {
        for (uint256 key = 1; key <= ACTORS; ++key) {
            address signer = vm.addr(key);
            _insert(key % 4 == 0 ? address(new ERC1271WalletMock(signer)) : signer, key);
        }
    }

    function _insert(address account, uint256 key) private {
        _actors.push(account);
        _keys.push(key);
        for (uint256 i = _actors.length - 1; i > 0 && _actors[i - 1] > account; --i) {
            (_actors[i], _actors[i - 1]) = (_actors[i - 1], account);
            (_keys[i], _keys[i - 1]) = (_keys[i - 1], key);
        }
    }

    function actor(uint256 seed) external view returns (address) {
        return _actors[seed % ACTORS];
    }

    /// @return signature of the actor, or for a wallet of its owner.
    function sign(address account, bytes32 digest) external view returns (bytes memory signature) {
        uint256 i;
        while (_actors[i] != account) ++i;
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_keys[i], digest);
        return abi.encodePacked(r, s, v);
    }
}
