import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of cognito-idp. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeIdentityProvider DescribeManagedLoginBranding DescribeManagedLoginBrandingByClient
      DescribeResourceServer DescribeRiskConfiguration DescribeTerms DescribeTermsByClient
      DescribeUserImportJob DescribeUserPool DescribeUserPoolClient DescribeUserPoolDomain GetCSVHeader
      GetGroup GetIdentityProviderByIdentifier GetLogDeliveryConfiguration GetProvisionedLimit
      GetSigningCertificate GetUICustomization GetUserPoolClientSessionConfiguration GetUserPoolMfaConfig
      GetUserPoolSessionConfiguration ListGroups ListIdentityProviders ListResourceServers
      ListTagsForResource ListTerms ListUserImportJobs ListUserPoolClients ListUserPoolReplicas
      ListUserPools`,
    data: `
      AdminGetDevice AdminGetUser AdminListDevices AdminListGroupsForUser AdminListUserAuthEvents
      AdminListUserSessions GetDevice GetUser GetUserAuthFactors ListDevices ListUserSessions ListUsers
      ListUsersInGroup ListWebAuthnCredentials`,
    secret: `
      ListUserPoolClientSecrets`,
    mints: `
      AdminInitiateAuth AdminRespondToAuthChallenge GetClientToken GetDerivedToken
      GetTokensFromRefreshToken InitiateAuth RespondToAuthChallenge`,
    mutates: `
      AddCustomAttributes AddUserPoolClientSecret AdminAddUserToGroup AdminConfirmSignUp AdminCreateUser
      AdminDeleteSoftwareToken AdminDeleteUser AdminDeleteUserAttributes AdminDisableProviderForUser
      AdminDisableUser AdminEnableUser AdminForgetDevice AdminGetUserAuthFactors AdminLinkProviderForUser
      AdminRemoveUserFromGroup AdminResetUserPassword AdminRevokeUserSession AdminSetUserMFAPreference
      AdminSetUserPassword AdminSetUserSettings AdminUpdateAuthEventFeedback AdminUpdateDeviceStatus
      AdminUpdateUserAttributes AdminUserGlobalSignOut ChangePassword CompleteWebAuthnRegistration
      ConfirmDevice ConfirmForgotPassword ConfirmSignUp CreateGroup CreateIdentityProvider
      CreateManagedLoginBranding CreateResourceServer CreateTerms CreateUserImportJob CreateUserPool
      CreateUserPoolClient CreateUserPoolDomain CreateUserPoolReplica DeleteGroup DeleteIdentityProvider
      DeleteManagedLoginBranding DeleteResourceServer DeleteTerms DeleteUser DeleteUserAttributes
      DeleteUserPool DeleteUserPoolClient DeleteUserPoolClientSecret DeleteUserPoolDomain
      DeleteUserPoolReplica DeleteWebAuthnCredential ForgetDevice ForgotPassword GlobalSignOut
      ResendConfirmationCode RevokeToken RevokeUserSession SetLogDeliveryConfiguration
      SetRiskConfiguration SetUICustomization SetUserMFAPreference SetUserPoolClientSessionConfiguration
      SetUserPoolMfaConfig SetUserPoolSessionConfiguration SetUserSettings SignUp StartUserImportJob
      StartWebAuthnRegistration StopUserImportJob TagResource UntagResource UpdateAuthEventFeedback
      UpdateDeviceStatus UpdateGroup UpdateIdentityProvider UpdateManagedLoginBranding
      UpdateProvisionedLimit UpdateResourceServer UpdateTerms UpdateUserAttributes UpdateUserPool
      UpdateUserPoolClient UpdateUserPoolDomain UpdateUserPoolReplica VerifySoftwareToken
      VerifyUserAttribute`,
    "mutates leaves": `
      GetUserAttributeVerificationCode`,
    "mutates mints": `
      AssociateSoftwareToken`,
  },
  {
    AdminGetDevice: "people and their attributes",
    AdminGetUser: "people and their attributes",
    AdminListDevices: "people and their attributes",
    AdminListGroupsForUser: "people and their attributes",
    AdminListUserAuthEvents: "people and their attributes",
    AdminListUserSessions: "people and their attributes",
    DescribeIdentityProvider: "the client secret is blinded",
    DescribeUserImportJob: "the pre-signed link is blinded",
    DescribeUserPoolClient: "the client secret is blinded",
    GetDevice: "people and their attributes",
    GetUser: "people and their attributes",
    GetUserAttributeVerificationCode: "sends a code to a person",
    GetUserAuthFactors: "people and their attributes",
    ListDevices: "people and their attributes",
    ListUserImportJobs: "the pre-signed links are blinded",
    ListUserSessions: "people and their attributes",
    ListUsers: "people and their attributes",
    ListUsersInGroup: "people and their attributes",
    ListWebAuthnCredentials: "people and their attributes",
  },
);
