// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Signatures of accounts with and without code.
library SignatureLib {
    /// @notice Whether `signature` is `signer`'s over `digest`: 65 bytes of its key (low s, v 27 or 28), else ERC-1271.
    /// @dev The key is tried first, unlike in SignatureChecker: what an account signed as an EOA still binds it after it took on
    /// code (EIP-7702), or it could take its promises back. Warning: a contract wallet's answer may change until it is used.
    function isValid(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        (address recovered, ECDSA.RecoverError error, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (error == ECDSA.RecoverError.NoError && recovered == signer) return true;

        return SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }
}
