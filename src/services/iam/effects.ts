import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of iam. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      GetAccessKeyLastUsed GetAccountAuthorizationDetails GetAccountPasswordPolicy GetAccountProperties
      GetAccountSummary GetContextKeysForCustomPolicy GetContextKeysForPrincipalPolicy GetCredentialReport
      GetDelegationRequest GetGroup GetGroupPolicy GetHumanReadableSummary GetInstanceProfile
      GetLoginProfile GetMFADevice GetOpenIDConnectProvider GetOrganizationsAccessReport
      GetOutboundWebIdentityFederationInfo GetPolicy GetPolicyVersion GetRole GetRolePolicy
      GetRoleTemplateVersion GetSAMLProvider GetSSHPublicKey GetServerCertificate
      GetServiceLastAccessedDetails GetServiceLastAccessedDetailsWithEntities
      GetServiceLinkedRoleDeletionStatus GetUser GetUserPolicy ListAccessKeys ListAccountAliases
      ListAttachedGroupPolicies ListAttachedRolePolicies ListAttachedUserPolicies ListDelegationRequests
      ListEntitiesForPolicy ListGroupPolicies ListGroups ListGroupsForUser ListInstanceProfileTags
      ListInstanceProfiles ListInstanceProfilesForRole ListMFADeviceTags ListMFADevices
      ListOpenIDConnectProviderTags ListOpenIDConnectProviders ListOrganizationsFeatures ListPolicies
      ListPoliciesGrantingServiceAccess ListPolicyTags ListPolicyVersions ListRolePolicies ListRoleTags
      ListRoles ListSAMLProviderTags ListSAMLProviders ListSSHPublicKeys ListServerCertificateTags
      ListServerCertificates ListServiceSpecificCredentials ListSigningCertificates ListUserPolicies
      ListUserTags ListUsers ListVirtualMFADevices SimulateCustomPolicy SimulatePrincipalPolicy`,
    mints: `
      AcquireRole`,
    mutates: `
      AcceptDelegationRequest AddClientIDToOpenIDConnectProvider AddRoleToInstanceProfile AddUserToGroup
      AssociateDelegationRequest AttachGroupPolicy AttachRolePolicy AttachUserPolicy ChangePassword
      CreateAccountAlias CreateDelegationRequest CreateGroup CreateInstanceProfile CreateLoginProfile
      CreateOpenIDConnectProvider CreatePolicy CreatePolicyVersion CreateRole CreateSAMLProvider
      CreateServiceLinkedRole CreateUser DeactivateMFADevice DeleteAccessKey DeleteAccountAlias
      DeleteAccountPasswordPolicy DeleteGroup DeleteGroupPolicy DeleteInstanceProfile DeleteLoginProfile
      DeleteOpenIDConnectProvider DeletePolicy DeletePolicyVersion DeleteRole
      DeleteRolePermissionsBoundary DeleteRolePolicy DeleteSAMLProvider DeleteSSHPublicKey
      DeleteServerCertificate DeleteServiceLinkedRole DeleteServiceSpecificCredential
      DeleteSigningCertificate DeleteUser DeleteUserPermissionsBoundary DeleteUserPolicy
      DeleteVirtualMFADevice DetachGroupPolicy DetachRolePolicy DetachUserPolicy
      DisableOrganizationsRootCredentialsManagement DisableOrganizationsRootSessions
      DisableOutboundWebIdentityFederation EnableMFADevice EnableOrganizationsRootCredentialsManagement
      EnableOrganizationsRootSessions EnableOutboundWebIdentityFederation GenerateCredentialReport
      GenerateOrganizationsAccessReport GenerateServiceLastAccessedDetails PutAccountProperties
      PutGroupPolicy PutRolePermissionsBoundary PutRolePolicy PutUserPermissionsBoundary PutUserPolicy
      RejectDelegationRequest RemoveClientIDFromOpenIDConnectProvider RemoveRoleFromInstanceProfile
      RemoveUserFromGroup ResyncMFADevice SendDelegationToken SetDefaultPolicyVersion
      SetSecurityTokenServicePreferences TagInstanceProfile TagMFADevice TagOpenIDConnectProvider
      TagPolicy TagRole TagSAMLProvider TagServerCertificate TagUser UntagInstanceProfile UntagMFADevice
      UntagOpenIDConnectProvider UntagPolicy UntagRole UntagSAMLProvider UntagServerCertificate UntagUser
      UpdateAccessKey UpdateAccountPasswordPolicy UpdateAssumeRolePolicy UpdateDelegationRequest
      UpdateGroup UpdateLoginProfile UpdateOpenIDConnectProviderThumbprint UpdateRole
      UpdateRoleDescription UpdateSAMLProvider UpdateSSHPublicKey UpdateServerCertificate
      UpdateServiceSpecificCredential UpdateSigningCertificate UpdateUser UploadSSHPublicKey
      UploadServerCertificate UploadSigningCertificate`,
    "mutates mints": `
      CreateAccessKey CreateServiceSpecificCredential CreateVirtualMFADevice
      ResetServiceSpecificCredential`,
  },
  {
    CreateVirtualMFADevice: "returns the seed",
    GenerateCredentialReport: "starts a report that the account keeps; changes no resource",
    GenerateOrganizationsAccessReport: "starts a report",
    GenerateServiceLastAccessedDetails: "starts a report",
    GetSSHPublicKey: "a public key",
    ListAccessKeys: "ids of keys, never the keys",
    SimulateCustomPolicy: "decides on paper",
    SimulatePrincipalPolicy: "decides on paper",
  },
);
