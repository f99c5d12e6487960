/**
 * Secrets that are known by their own form, wherever they stand. The forms are those that the issuers document for secret scanning; each begins with
 * letters that nothing else begins with, so that names, digests and page tokens are not taken for one.
 */
const forms: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/,
  // JSON Web Tokens (RFC 7519).
  /\beyJ[\w-]{8,4096}\.[\w-]{4,8192}\.[\w-]{0,4096}/,
  /\b(?:gh[pousr]_\w{20,255}|github_pat_\w{20,255}|gl(?:pat|dt|rt|ptt|ft|soat|cbt)-[\w.-]{16,255}|glsa_\w{20,255}|glc_[\w+/=]{20,255})/,
  /\b(?:xox[abeoprs]-[\w-]{10,512}|xapp-[\w-]{20,512})/,
  /\b(?:[srp]k_(?:live|test)_\w{10,255}|whsec_[\w+/=]{16,255}|sk-[\w-]{20,512}|sq0[a-z]{3}-[\w-]{20,255}|EAAA[\w-]{50,255})/,
  /\bSG\.[\w-]{16,64}\.[\w-]{16,64}/,
  /\b(?:AIza[\w-]{30,64}|ya29\.[\w-]{20,512}|GOCSPX-[\w-]{20,64})/,
  /\b(?:hf_[A-Za-z0-9]{20,64}|npm_[A-Za-z0-9]{30,64}|pypi-[\w-]{40,512}|dckr_(?:pat|oat)_[\w-]{20,64}|rubygems_[0-9a-f]{32,64})/,
  /\b(?:do[opr]_v1_[0-9a-f]{40,80}|dapi[0-9a-f]{32}|shp(?:at|ca|pa|ss)_[0-9a-f]{32}|SK[0-9a-f]{32}\b|key-[0-9a-f]{32}\b)/,
  /\b(?:NRAK-[A-Z0-9]{24,32}|NRJS-[0-9a-f]{16,32}|hv[bs]\.[\w-]{20,255}|[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,255}|pul-[0-9a-f]{40}|lin_api_\w{30,64}|PMAK-[0-9a-f-]{40,80}|sntrys_[\w+/=]{30,512}|phc_\w{30,64}|ops_eyJ[\w-]{40,2048})/,
  /\b\d{8,10}:AA[\w-]{33}\b/,
  /\bAGE-SECRET-KEY-1[A-Z0-9]{40,80}/,
  // Password hashes of crypt(3) and its kin: they can be tried out at leisure.
  /\$(?:1|2[abxy]?|5|6|7|y|gy|apr1|argon2\w{0,2}|scrypt|pbkdf2[\w-]{0,16})\$[\w./+$=,-]{20,512}/,
  // Links whose path is the secret.
  /(?<=\bhooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]{8,255}/,
  /(?<=\bdiscord(?:app)?\.com\/api\/webhooks\/)[\w/-]{8,255}/,
  /(?<=\b(?:webhook\.office\.com\/webhookb2|outlook\.office\.com\/webhook|hooks\.zapier\.com\/hooks\/catch)\/)[\w/@-]{8,512}/,
];

export const knownSecret = new RegExp(forms.map((form) => `(?:${form.source})`).join("|"));
const everyKnown = new RegExp(knownSecret.source, "g");
const quick =
  /A[KS]IA|eyJ|gh[pousr]_|_pat_|gl|xox|xapp|[srp]k_|whsec|sk-|sq0|EAAA|SG\.|AIza|ya29|GOCSPX|hf_|npm_|pypi-|dckr|rubygems|_v1_|dapi|shp|SK|key-|NR|hv[bs]\.|atlasv1|pul-|lin_|PMAK|sntrys|phc_|ops_|:AA|AGE-|\$|hooks|webhook/;

export const blinded = "«secret»";

/** Text with every such secret replaced. */
export function withoutKnown(text: string): string {
  return withoutSecretKeys(quick.test(text) ? text.replaceAll(everyKnown, blinded) : text);
}

/** AWS's own secret keys have no prefix: forty characters of base64, of all kinds, that stand alone. */
function withoutSecretKeys(text: string): string {
  return text.replaceAll(secretKey, (run) =>
    /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run) && new Set(run).size > 20 ? blinded : run,
  );
}

const secretKey = /(?<![A-Za-z0-9/+=_.-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_.-])/g;
