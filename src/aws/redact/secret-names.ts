/** Names that hold secrets, wherever they stand in the name (`DB_PASSWORD`, `apiKey`). */
const secretName =
  /pass(?:word|wort|wd|phrase|code)|(?:^|[_\-.])(?:pass|pw|pwd|pat|dsn|salt|pin|jwt|auth|bearer|cert)(?:$|[_\-.])|pwd$|secret|token|credential|authorization|private[_-]?key|(?:api|access|auth|account|license|encryption|signing|shared|master|service|session|storage|hmac|aes|crypt\w*)[_-]?key|conn(?:ection)?[_-]?str(?:ing)?|webhook/i;
/** Names that say what is behind them is only about a secret: its name, place or kind. */
const aboutSecret =
  /(?:^|[_\-.a-z])(?:arns?|names?|ids?|identifier|path|paths|prefix|host|hostname|port|region|urls?|uri|endpoint|issuer|ttl|timeout|expiry|expires|expiration|lifetime|length|type|version|versions|algorithm|enabled|provider|manager|store|table|bucket|queue|topic|alias|user|username|rotation|days|hours|minutes|seconds|count|limit|size|mode|method|header|scope|audience|file|dir|stdin|policy|required|age|spec|usage|state|status|tokens)$/i;

export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2");
  return secretName.test(words) && !aboutSecret.test(words);
}

/** A name that means a secret by itself though its last word is about where it lies: `WEBHOOK_URL`. */
export function isSecretLink(name: string): boolean {
  return /webhook/i.test(name);
}
