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
  ["dns (?:quer(?:y|ies)|lookups?|requests?)|nslookup|dig", 53],
  ["ntp|chrony", 123],
  ["snmp", 161],
  ["syslog", 514],
  ["statsd", 8125],
  ["cassandra", 9042],
  ["zookeeper", 2181],
  ["vnc", 5900],
];

/** Ports that the text names as a number (`port 8080`, `tcp/443`, `:8443`) or, when none is, by a protocol's or product's name. */
export function portsIn(text: string): readonly number[] {
  const told = withoutWorking(text);
  const plain = told
    .replaceAll(/\b\d{1,2}:\d{2}(?::\d{2})?\b/g, " ")
    .replaceAll(/\b\d{4}-\d{2}-\d{2}\S*/g, " ");
  const numbers = [
    ...plain.matchAll(/\bports?\s*(?:number\s*)?[:=]?\s*(\d{1,5}(?:(?:\s*(?:,|and|or)\s*)\d{1,5})*)/gi),
    ...plain.matchAll(/\b(?:tcp|udp)\s*[/:]?\s*(\d{1,5})\b/gi),
    ...plain.matchAll(/\b(\d{1,5})\s*\/\s*(?:tcp|udp)\b/gi),
    ...plain.matchAll(/[\w\]-]:(\d{2,5})(?![\w.:-])/g),
    ...plain.matchAll(
      /(?<=[a-z][\w.-]*\s)(\d{2,5})\s+(?:connect\w*|time-?outs?|times? out|timing out|refused|unreachable|closed|hangs?|blocked|dropped|is (?:closed|unreachable|blocked|dropped))\b/gi,
    ),
    ...plain.matchAll(
      /\b(?:on|opened|open|allow(?:s|ed)?|listens? on|through)\s+(\d{2,5})\b(?!\s*(?:%|percent|requests?|messages?|minutes?|hours?|days?|tasks?|instances?))/gi,
    ),
  ].flatMap((match) => (match[1] ?? "").split(/\D+/).map(Number));
  const named = numbers.filter((port) => port > 0 && port < 65_536);
  if (named.length > 0) return [...new Set(named)];
  const words = portWords.flatMap(([pattern, port]) => {
    const at = told.search(new RegExp(`(?<![\\w-])(?:${pattern})(?![\\w-])`, "i"));
    return at < 0 ? [] : [{ at, port }];
  });
  return [...new Set(words.toSorted((a, b) => a.at - b.at).map(({ port }) => port))];
}

/** A protocol or port that is said to work, or to have worked, is not the one in trouble: "http redirects fine", "8080 still works". */
function withoutWorking(text: string): string {
  const rest = text.replaceAll(
    /(?<![\w-])(?:ssh|https?|rdp|port \d{1,5}|:?\d{2,5})\s+(?:(?:still|always|itself|redirects?|traffic|requests?|connections?|on it)\s+){0,2}(?:works?|worked|is fine|are fine|fine|is ok(?:ay)?|used to work|answers|is open)\b(?!\s+(?:not|but not))/gi,
    " ",
  );
  return /\d|\b(?:ssh|https?|rdp)\b/i.test(rest) ? rest : text;
}

/** Ports that are asked over UDP where nothing else is said (IANA service names): DNS, TFTP, NTP, SNMP, IPsec, syslog, OpenVPN, RADIUS, statsd, WireGuard. */
const udpPorts: ReadonlySet<number> = new Set([
  53, 69, 123, 161, 162, 500, 514, 1194, 1812, 1813, 4500, 8125, 51_820,
]);

/** The protocol that the words name; one that is said to work is not the one in trouble. */
export function protocolIn(
  text: string,
  ports: readonly number[] = portsIn(text),
): "tcp" | "udp" | "icmp" | undefined {
  const plain = text.replaceAll(
    /(?<![\w-])(?:tcp|udp|icmp|ping)(?:\s+(?:checks?|traffic|connections?|side))?\s+(?:works?|passe?s?|(?:is|are) (?:fine|ok(?:ay)?|good|open|allowed)|gets? through|goes through)\b/gi,
    " ",
  );
  if (/(?<![\w-])(?:ping(?:s|ing|ed)?|icmp)(?![\w-])/i.test(plain)) return "icmp";
  if (/(?<![\w-])udp(?![\w-])/i.test(plain)) return "udp";
  if (/(?<![\w-])tcp(?![\w-])/i.test(plain)) return "tcp";
  return ports.length > 0 && ports.every((port) => udpPorts.has(port)) ? "udp" : undefined;
}
