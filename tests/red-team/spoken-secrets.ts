import { drawn, hex, human, pem, token, upper, word } from "./draw-secrets.ts";

/** One secret as it stands in an account: the text around it, and the part that nobody may see. */
export interface Planted {
  readonly kind: string;
  /** Where it stands: a value under a name, or free text. */
  readonly name?: string;
  readonly text: string;
  /** Every one of these must be gone. */
  readonly secrets: readonly string[];
  /** What must stay readable beside it. */
  readonly keeps?: readonly string[];
}

const presigned = `https://b.s3.eu-west-1.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${token("AS", "IA")}${upper("pre", 16)}%2F20261121%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20261121T000000Z&X-Amz-Expires=3600&X-Amz-Security-Token=${word("presigned-token", 80)}&X-Amz-SignedHeaders=host&X-Amz-Signature=${hex("presigned", 64)}`;
const rsa = pem("rsa", "RSA PRIVATE KEY");
const pkcs8 = pem("pkcs8", "PRIVATE KEY");
const openssh = pem("openssh", "OPENSSH PRIVATE KEY");
const encrypted = pem("encrypted", "ENCRYPTED PRIVATE KEY");
const pgp = pem("pgp", "PGP PRIVATE KEY BLOCK");

/** Secrets in free text, as log lines, user data, definitions and descriptions hold them. */
export const spoken: readonly Planted[] = [
  {
    kind: "postgres URL",
    text: `db is postgres://app:${human("pg")}@db.internal:5432/shop`,
    secrets: [human("pg")],
    keeps: ["db.internal:5432/shop"],
  },
  {
    kind: "mongodb URL",
    text: `mongodb+srv://app:${word("mongo", 18)}@c0.mongodb.net/x?retryWrites=true`,
    secrets: [word("mongo", 18)],
    keeps: ["c0.mongodb.net"],
  },
  {
    kind: "redis URL without a user",
    text: `REDIS=redis://:${word("redisurl", 22)}@cache.internal:6379/0`,
    secrets: [word("redisurl", 22)],
    keeps: ["cache.internal:6379"],
  },
  {
    kind: "URL whose password holds an at sign",
    text: `postgres://app:p${word("at", 8)}@x${word("at2", 8)}@db.internal/shop`,
    secrets: [word("at", 8), word("at2", 8)],
  },
  {
    kind: "URL whose password holds a slash",
    text: `amqp://app:p${word("slash", 8)}/x${word("slash2", 8)}@mq.internal/vhost`,
    secrets: [word("slash", 8), word("slash2", 8)],
  },
  {
    kind: "JDBC URL",
    text: `jdbc:postgresql://db.internal/shop?user=app&password=${word("jdbc", 18)}&ssl=true`,
    secrets: [word("jdbc", 18)],
    keeps: ["db.internal/shop"],
  },
  {
    kind: "JDBC URL of SQL Server",
    text: `jdbc:sqlserver://db.internal:1433;databaseName=shop;user=app;password=${word("mssql", 18)};`,
    secrets: [word("mssql", 18)],
    keeps: ["db.internal:1433"],
  },
  {
    kind: "JDBC URL of Oracle",
    text: `jdbc:oracle:thin:app/${word("oracle", 16)}@//db.internal:1521/shop`,
    secrets: [word("oracle", 16)],
  },
  {
    kind: "ADO connection string",
    text: `Server=db.internal;Database=shop;User Id=app;Pwd=${word("ado", 18)};Encrypt=yes`,
    secrets: [word("ado", 18)],
    keeps: ["Server=db.internal"],
  },
  {
    kind: "keyword connection string",
    text: `host=db.internal user=app password=${word("kw", 18)} dbname=shop`,
    secrets: [word("kw", 18)],
    keeps: ["host=db.internal", "dbname=shop"],
  },
  {
    kind: "quoted password with spaces",
    text: `host=db.internal password='${word("q1", 9)} ${word("q2", 9)}' dbname=shop`,
    secrets: [word("q1", 9), word("q2", 9)],
    keeps: ["dbname=shop"],
  },
  {
    kind: "Azure connection string",
    text: `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${word("azure", 86)}==;EndpointSuffix=core.windows.net`,
    secrets: [word("azure", 86)],
  },
  {
    kind: "Azure SAS",
    text: `https://x.blob.core.windows.net/c/b?sv=2022-11-02&se=2027-01-01&sp=r&sig=${word("sas", 43)}%3D`,
    secrets: [word("sas", 43)],
    keeps: ["x.blob.core.windows.net"],
  },
  {
    kind: "pre-signed link",
    text: `download from ${presigned} please`,
    secrets: [hex("presigned", 64), word("presigned-token", 80)],
    keeps: ["b.s3.eu-west-1.amazonaws.com/k", "please"],
  },
  {
    kind: "CloudFront signed link",
    text: `https://d111.cloudfront.net/x.zip?Expires=1795219200&Signature=${word("cfsig", 120)}__&Key-Pair-Id=K2JCJMDEHXQW5F`,
    secrets: [word("cfsig", 120)],
    keeps: ["d111.cloudfront.net/x.zip"],
  },
  {
    kind: "authorization header",
    text: `GET /v1/x Authorization: Bearer ${word("bearer", 40)}`,
    secrets: [word("bearer", 40)],
    keeps: ["GET /v1/x"],
  },
  {
    kind: "basic header",
    text: `authorization: Basic ${Buffer.from(`admin:${word("basic", 12)}`).toString("base64")}`,
    secrets: [Buffer.from(`admin:${word("basic", 12)}`).toString("base64")],
  },
  {
    kind: "API key header",
    text: `curl -H 'X-Api-Key: ${word("xapikey", 40)}' https://api.example.com/v1`,
    secrets: [word("xapikey", 40)],
    keeps: ["https://api.example.com/v1"],
  },
  {
    kind: "cookie",
    text: `Cookie: lang=en; session=${word("cookie", 40)}; theme=dark`,
    secrets: [word("cookie", 40)],
  },
  {
    kind: "Set-Cookie",
    text: `Set-Cookie: sid=${word("setcookie", 40)}; Path=/; HttpOnly`,
    secrets: [word("setcookie", 40)],
  },
  {
    kind: "curl user",
    text: `curl -u admin:${word("curlu", 14)} https://host.example.com/`,
    secrets: [word("curlu", 14)],
    keeps: ["https://host.example.com/"],
  },
  {
    kind: "password flag",
    text: `run --user app --password ${word("flag", 14)} --host db.internal`,
    secrets: [word("flag", 14)],
    keeps: ["db.internal"],
  },
  {
    kind: "mysql -p",
    text: `mysql -h db.internal -uapp -p${word("mysqlp", 14)} shop`,
    secrets: [word("mysqlp", 14)],
    keeps: ["db.internal"],
  },
  { kind: "sshpass", text: `sshpass -p ${word("sshpass", 14)} ssh app@host`, secrets: [word("sshpass", 14)] },
  {
    kind: "docker login",
    text: `docker login -u app -p ${word("docker", 14)} registry.example.com`,
    secrets: [word("docker", 14)],
  },
  {
    kind: "shell export",
    text: `#!/bin/sh\nexport DB_PASSWORD=${human("sh")}\nexport DB_HOST=db.internal\n`,
    secrets: [human("sh")],
    keeps: ["DB_HOST=db.internal"],
  },
  {
    kind: "shell export in quotes",
    text: `export TOKEN="${word("shq", 10)} ${word("shq2", 10)}"\nexport A=b\n`,
    secrets: [word("shq", 10), word("shq2", 10)],
  },
  {
    kind: "PowerShell",
    text: `$env:DB_PASSWORD = "${human("ps")}"\n$env:DB_HOST = "db.internal"`,
    secrets: [human("ps")],
    keeps: ["db.internal"],
  },
  {
    kind: "YAML",
    text: `db:\n  host: db.internal\n  password: ${word("yaml", 12)}\n  port: 5432\n`,
    secrets: [word("yaml", 12)],
    keeps: ["host: db.internal", "port: 5432"],
  },
  {
    kind: "YAML of letters only",
    text: `password: ${drawn("yamlplain", 14, "abcdefgh")}\n`,
    secrets: [drawn("yamlplain", 14, "abcdefgh")],
  },
  {
    kind: "JSON",
    text: JSON.stringify({ host: "db.internal", password: human("json") }),
    secrets: [human("json")],
    keeps: ["db.internal"],
  },
  {
    kind: "JSON with a quote in the password",
    text: JSON.stringify({ password: `${word("jq", 8)}"${word("jq2", 8)}` }),
    secrets: [word("jq", 8), word("jq2", 8)],
  },
  {
    kind: "JSON in JSON",
    text: JSON.stringify({ body: JSON.stringify({ password: human("jj"), port: 1 }) }),
    secrets: [human("jj")],
  },
  {
    kind: "JSON in JSON in JSON",
    text: JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ token: word("jjj", 20) }) }) }),
    secrets: [word("jjj", 20)],
  },
  {
    kind: "XML element",
    text: `<ds><url>db.internal</url><password>${word("xml", 12)}</password></ds>`,
    secrets: [word("xml", 12)],
    keeps: ["db.internal"],
  },
  {
    kind: "XML attribute",
    text: `<ds url="db.internal" password="${word("xmla", 12)}"/>`,
    secrets: [word("xmla", 12)],
    keeps: ["db.internal"],
  },
  {
    kind: "properties file",
    text: `db.host=db.internal\ndb.password=${word("props", 12)}\n`,
    secrets: [word("props", 12)],
    keeps: ["db.host=db.internal"],
  },
  {
    kind: "credentials file",
    text: `[default]\naws_access_key_id = ${token("AK", "IA")}${upper("credid", 16)}\naws_secret_access_key = ${word("credsecret", 40)}\n`,
    secrets: [word("credsecret", 40)],
  },
  {
    kind: "netrc",
    text: `machine host.example.com login app password ${word("netrc", 14)}`,
    secrets: [word("netrc", 14)],
    keeps: ["host.example.com"],
  },
  {
    kind: "npmrc",
    text: `//registry.example.com/:_authToken=${word("npmrc", 36)}`,
    secrets: [word("npmrc", 36)],
    keeps: ["registry.example.com"],
  },
  {
    kind: "git remote",
    text: `git clone https://bot:${word("git", 20)}@git.example.com/a/b.git`,
    secrets: [word("git", 20)],
    keeps: ["git.example.com/a/b.git"],
  },
  {
    kind: "chpasswd",
    text: `echo 'ubuntu:${word("chpasswd", 14)}' | chpasswd`,
    secrets: [word("chpasswd", 14)],
  },
  {
    kind: "cloud-init",
    text: `#cloud-config\npassword: ${word("cloudinit", 14)}\nchpasswd: { expire: False }\nssh_pwauth: True\n`,
    secrets: [word("cloudinit", 14)],
  },
  {
    kind: "crypt hash",
    text: `passwd: $6$${word("salt", 12)}$${word("hash", 86)}`,
    secrets: [word("hash", 86)],
  },
  { kind: "bcrypt hash", text: `admin:$2y$10$${word("bcrypt", 53)}`, secrets: [word("bcrypt", 53)] },
  { kind: "RSA key", text: `key:\n${rsa.text}\nend`, secrets: rsa.lines, keeps: ["end"] },
  { kind: "PKCS8 key", text: pkcs8.text, secrets: pkcs8.lines },
  { kind: "OpenSSH key", text: openssh.text, secrets: openssh.lines },
  { kind: "encrypted key", text: encrypted.text, secrets: encrypted.lines },
  { kind: "PGP key", text: pgp.text, secrets: pgp.lines },
  { kind: "key on one line", text: JSON.stringify({ k: rsa.text }), secrets: rsa.lines },
  {
    kind: "key in base64",
    text: `echo ${Buffer.from(rsa.text).toString("base64")} | base64 -d > key`,
    secrets: [Buffer.from(rsa.text).toString("base64").slice(40, 120)],
  },
  {
    kind: "password told in a sentence",
    text: `the password is ${human("sentence")} and the host db.internal`,
    secrets: [human("sentence")],
    keeps: ["db.internal"],
  },
  {
    kind: "password told with a colon",
    text: `Passwort/password: ${human("colon")}`,
    secrets: [human("colon")],
  },
  {
    kind: "login told in a log line",
    text: `INFO connecting with user=app pass=${word("pass", 12)} to db.internal`,
    secrets: [word("pass", 12)],
    keeps: ["db.internal"],
  },
  {
    kind: "Python repr",
    text: `config={'user': 'app', 'password': '${human("repr")}', 'host': 'db.internal'}`,
    secrets: [human("repr")],
    keeps: ["db.internal"],
  },
  {
    kind: "Go struct",
    text: `cfg={Host:db.internal Password:${word("gostruct", 14)} Port:5432}`,
    secrets: [word("gostruct", 14)],
    keeps: ["db.internal"],
  },
  {
    kind: "Java map",
    text: `{host=db.internal, password=${word("javamap", 14)}, port=5432}`,
    secrets: [word("javamap", 14)],
    keeps: ["db.internal"],
  },
  {
    kind: "query string",
    text: `POST /login?user=app&passwd=${word("query", 14)}&next=/home 200`,
    secrets: [word("query", 14)],
    keeps: ["200"],
  },
  {
    kind: "form body",
    text: `grant_type=client_credentials&client_id=abc&client_secret=${word("form", 30)}`,
    secrets: [word("form", 30)],
  },
  {
    kind: "OAuth answer",
    text: JSON.stringify({
      access_token: word("oauth", 40),
      token_type: "bearer",
      refresh_token: word("oauth2", 40),
    }),
    secrets: [word("oauth", 40), word("oauth2", 40)],
  },
  {
    kind: "percent-encoded",
    text: `redirect=https%3A%2F%2Fapp%3A${word("pct", 18)}%40git.example.com%2Fx`,
    secrets: [word("pct", 18)],
  },
  { kind: "assignment in code", text: `const apiKey = "${word("code", 32)}";`, secrets: [word("code", 32)] },
  {
    kind: "assignment with an arrow",
    text: `'password' => '${word("php", 14)}',`,
    secrets: [word("php", 14)],
  },
  {
    kind: "Discord webhook",
    text: `post to https://discord.com/api/webhooks/1234567890/${word("discord", 68)}`,
    secrets: [word("discord", 68)],
    keeps: ["discord.com"],
  },
  {
    kind: "Slack webhook",
    text: `alerts: https://hooks.slack.com/services/T0000/B0000/${word("slackhook", 24)}`,
    secrets: [word("slackhook", 24)],
    keeps: ["hooks.slack.com"],
  },
  {
    kind: "template in YAML",
    text: `Parameters:\n  DbHost:\n    Type: String\n    Default: db.internal\n  DbPassword:\n    Type: String\n    Description: of the database\n    Default: ${drawn("cfnyaml", 12, "abcdefgh")}\nOutputs:\n  ApiToken:\n    Value: ${word("cfnout", 20)}\n`,
    secrets: [drawn("cfnyaml", 12, "abcdefgh"), word("cfnout", 20)],
    keeps: ["Default: db.internal"],
  },
  {
    kind: "AWS secret key alone",
    text: `using ${word("bareaws", 19)}/${word("bareaws2", 20)} for now`,
    secrets: [word("bareaws2", 20)],
  },
];
