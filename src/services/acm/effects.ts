import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of acm. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeAcmeAccount DescribeAcmeDomainValidation DescribeAcmeEndpoint
      DescribeAcmeExternalAccountBinding DescribeCertificate GetAccountConfiguration GetCertificate
      ListAcmeAccounts ListAcmeDomainValidations ListAcmeEndpoints ListAcmeExternalAccountBindings
      ListCertificateDomainValidations ListCertificates ListTagsForCertificate ListTagsForResource
      SearchCertificates`,
    secret: `
      ExportCertificate GetAcmeExternalAccountBindingCredentials`,
    mutates: `
      AddTagsToCertificate CreateAcmeDomainValidation CreateAcmeEndpoint CreateAcmeExternalAccountBinding
      DeleteAcmeDomainValidation DeleteAcmeEndpoint DeleteAcmeExternalAccountBinding DeleteCertificate
      ImportCertificate PutAccountConfiguration RemoveTagsFromCertificate RenewCertificate
      RequestCertificate ResendValidationEmail RevokeAcmeAccount RevokeAcmeExternalAccountBinding
      RevokeCertificate TagResource UntagResource UpdateAcmeDomainValidation UpdateAcmeEndpoint
      UpdateCertificateOptions`,
  },
  {
    ExportCertificate: "returns the private key",
    GetCertificate: "the public certificate",
  },
);
