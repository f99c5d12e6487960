import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of secretsmanager. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeSecret GetResourcePolicy ListResourcePolicies ListSecretVersionIds ListSecrets
      ValidateResourcePolicy`,
    secret: `
      BatchGetSecretValue GetSecretValue`,
    mints: `
      GetRandomPassword`,
    mutates: `
      AssociateCrossAccountReplica CancelRotateSecret CreateSecret DeleteResourcePolicy DeleteSecret
      DisassociateCrossAccountReplica PutResourcePolicy PutSecretValue RemoveRegionsFromReplication
      ReplicateSecretToRegions RestoreSecret RotateSecret StopReplicationToReplica TagResource
      UntagResource UpdateSecret UpdateSecretVersionStage`,
  },
  {
    GetRandomPassword: "a new password",
    ValidateResourcePolicy: "judges a policy that the caller gives",
  },
);
