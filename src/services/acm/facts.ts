import type { FactReader } from "../../facts/reader.ts";
import { itemReader, listReader, text } from "../../facts/reader.ts";

const type = "AWS::CertificateManager::Certificate";

/** What ACM tells: certificates by their ARN, named by their domain. */
export const readers: readonly FactReader[] = [
  listReader("acm", "ListCertificates", "CertificateSummaryList/*", (one) => ({
    type,
    id: text(one, "CertificateArn"),
    name: text(one, "DomainName"),
    arn: text(one, "CertificateArn"),
  })),
  itemReader("acm", "DescribeCertificate", "Certificate", (one) => ({
    type,
    id: text(one, "CertificateArn"),
    name: text(one, "DomainName"),
    arn: text(one, "CertificateArn"),
    detail: 2,
  })),
];
