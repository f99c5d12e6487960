/** Well-known services by the words people use for them (IANA service names and the products' own defaults). */
const portWords: readonly (readonly [pattern: string, port: number])[] = [
  ["ssh|sftp", 22],
  ["https|tls handshake", 443],
  ["http", 80],
  ["rdp|remote desktop", 3389],
  ["postgres|postgresql|psql|pg|redshift-pg", 5432],
  ["mysql|mariadb", 3306],
  ["sql server|mssql", 1433],
  ["oracle", 1521],
  ["redis|valkey", 6379],
  ["memcached", 11211],
  ["mongodb|mongo|documentdb", 27017],
  ["redshift", 5439],
  ["elasticsearch|opensearch", 9200],
  ["kafka", 9092],
  ["nfs|efs", 2049],
  ["smtp", 25],
  ["ldap", 389],
  ["ldaps", 636],
  ["smb|cifs", 445],
  ["rabbitmq|amqp", 5672],
  ["winrm", 5985],
];

/** Ports that the text names as a number (`port 8080`, `tcp/443`, `:8443`) or, when none is, by a protocol's or product's name. */
export function portsIn(text: string): readonly number[] {
  const plain = text
    .replaceAll(/\b\d{1,2}:\d{2}(?::\d{2})?\b/g, " ")
    .replaceAll(/\b\d{4}-\d{2}-\d{2}\S*/g, " ");
  const numbers = [
    ...plain.matchAll(/\bports?\s*(?:number\s*)?[:=]?\s*(\d{1,5}(?:(?:\s*(?:,|and|or)\s*)\d{1,5})*)/gi),
    ...plain.matchAll(/\b(?:tcp|udp)\s*[/:]?\s*(\d{1,5})\b/gi),
    ...plain.matchAll(/\b(\d{1,5})\s*\/\s*(?:tcp|udp)\b/gi),
    ...plain.matchAll(/[\w\]-]:(\d{2,5})(?![\w.:-])/g),
    ...plain.matchAll(
      /\b(?:on|opened|open|allow(?:s|ed)?|listens? on|through)\s+(\d{2,5})\b(?!\s*(?:%|percent|requests?|messages?|minutes?|hours?|days?|tasks?|instances?))/gi,
    ),
  ].flatMap((match) => (match[1] ?? "").split(/\D+/).map(Number));
  const named = numbers.filter((port) => port > 0 && port < 65_536);
  if (named.length > 0) return [...new Set(named)];
  const words = portWords.flatMap(([pattern, port]) => {
    const at = text.search(new RegExp(`(?<![\\w-])(?:${pattern})(?![\\w-])`, "i"));
    return at < 0 ? [] : [{ at, port }];
  });
  return [...new Set(words.toSorted((a, b) => a.at - b.at).map(({ port }) => port))];
}

export function protocolIn(text: string): "tcp" | "udp" | "icmp" | undefined {
  if (/(?<![\w-])(?:ping|icmp)(?![\w-])/i.test(text)) return "icmp";
  if (/(?<![\w-])udp(?![\w-])/i.test(text)) return "udp";
  if (/(?<![\w-])tcp(?![\w-])/i.test(text)) return "tcp";
  return undefined;
}
