// Acronyms that botocore's table of special cases (`botocore/__init__.py`, `_xform_cache`) reads as one word.
const joined: readonly (readonly [acronym: string, word: string])[] = [
  ["CachediSCSI", "CachedIscsi"],
  ["StorediSCSI", "StoredIscsi"],
  ["WhatsApp", "Whatsapp"],
  ["PartiQL", "Partiql"],
  ["OAuth2", "Oauth2"],
  ["OTel", "Otel"],
  ["HITsFor", "HitsFor"],
];

// A name that botocore's table leaves out, so that its plain rule applies.
const cache = new Map([["CreateOAuth2TokenWithTokenExchange", "create_o_auth2_token_with_token_exchange"]]);

/** The boto3 method of an operation (`DescribeDBInstances` → `describe_db_instances`), as botocore's `xform_name` makes it. */
export function methodName(operation: string): string {
  const known = cache.get(operation);
  if (known !== undefined) return known;
  const method = snakeCase(
    joined.reduce((name, [acronym, word]) => name.replaceAll(acronym, word), operation),
  );
  cache.set(operation, method);
  return method;
}

function snakeCase(name: string): string {
  if (name.includes("_")) return name;
  // Plurals of acronyms stay together: `GatewayARNs` → `gateway_arns`.
  const plural = /[A-Z]{2,}s$/.exec(name)?.[0];
  const base = plural === undefined ? name : `${name.slice(0, -plural.length)}_${plural.toLowerCase()}`;
  return base
    .replaceAll(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
