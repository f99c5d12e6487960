import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { AppError } from "../../core/errors.ts";

/** Lets this process trust the certificate authorities of a file (PEM) beside those that it trusts already. Throws AppError `configuration`. */
export function trustAuthorities(file: string): void {
  try {
    const added = readFileSync(file, "utf8").match(
      /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g,
    );
    if (!added) throw new Error("it holds no certificate");
    setDefaultCACertificates([...getCACertificates("default"), ...added]);
  } catch (cause) {
    throw new AppError(
      "configuration",
      `AWS_CA_BUNDLE names ${file}, which cannot be used: ${cause instanceof Error ? cause.message : ""}.`,
      { cause, next: "Give it a readable file of certificates in PEM form, or unset it." },
    );
  }
}
