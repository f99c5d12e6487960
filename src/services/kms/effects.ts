import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of kms. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeCustomKeyStores DescribeKey GetKeyLastUsage GetKeyPolicy GetKeyRotationStatus GetPublicKey
      ListAliases ListGrants ListKeyPolicies ListKeyRotations ListKeys ListResourceTags
      ListRetirableGrants`,
    "pure costs": `
      Verify VerifyMac`,
    secret: `
      Decrypt DeriveSharedSecret`,
    "secret mints": `
      GenerateDataKey GenerateDataKeyPair`,
    mints: `
      Encrypt GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateRandom
      GetParametersForImport ReEncrypt`,
    "mints costs": `
      GenerateMac Sign`,
    mutates: `
      CancelKeyDeletion ConnectCustomKeyStore CreateAlias CreateCustomKeyStore CreateKey Decapsulate
      DeleteAlias DeleteCustomKeyStore DeleteImportedKeyMaterial DisableKey DisableKeyRotation
      DisconnectCustomKeyStore EnableKey EnableKeyRotation Encapsulate ImportKeyMaterial PutKeyPolicy
      ReplicateKey RetireGrant RevokeGrant RotateKeyOnDemand ScheduleKeyDeletion TagResource UntagResource
      UpdateAlias UpdateCustomKeyStore UpdateKeyDescription UpdatePrimaryRegion`,
    "mutates mints": `
      CreateGrant`,
  },
  {
    Encrypt: "makes a ciphertext",
    GenerateMac: "signs",
    GetParametersForImport: "an import token",
    GetPublicKey: "the public half",
    Sign: "signs in the key owner's name",
  },
);
