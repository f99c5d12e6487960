import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of sts. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DecodeAuthorizationMessage GetAccessKeyInfo GetCallerIdentity`,
    mints: `
      AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot GetDelegatedAccessToken
      GetFederationToken GetSessionToken GetWebIdentityToken`,
  },
  {
    DecodeAuthorizationMessage: "why a call was denied",
  },
);
