import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of sns. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      GetDataProtectionPolicy GetPlatformApplicationAttributes GetSMSAttributes GetSMSSandboxAccountStatus
      GetSubscriptionAttributes GetTopicAttributes ListOriginationNumbers ListPlatformApplications
      ListSubscriptions ListSubscriptionsByTopic ListTagsForResource ListTopics`,
    data: `
      CheckIfPhoneNumberIsOptedOut GetEndpointAttributes ListEndpointsByPlatformApplication
      ListPhoneNumbersOptedOut ListSMSSandboxPhoneNumbers`,
    mutates: `
      AddPermission ConfirmSubscription CreatePlatformApplication CreatePlatformEndpoint
      CreateSMSSandboxPhoneNumber CreateTopic DeleteEndpoint DeletePlatformApplication
      DeleteSMSSandboxPhoneNumber DeleteTopic OptInPhoneNumber PutDataProtectionPolicy RemovePermission
      SetEndpointAttributes SetPlatformApplicationAttributes SetSMSAttributes SetSubscriptionAttributes
      SetTopicAttributes TagResource Unsubscribe UntagResource VerifySMSSandboxPhoneNumber`,
    "mutates costs leaves": `
      Publish PublishBatch`,
    "mutates leaves": `
      Subscribe`,
  },
  {
    GetEndpointAttributes: "the device token of a person",
    GetPlatformApplicationAttributes: "credentials are not returned",
    ListEndpointsByPlatformApplication: "device tokens of people",
    ListPhoneNumbersOptedOut: "telephone numbers of people",
    ListSMSSandboxPhoneNumbers: "telephone numbers",
  },
);
