import { drawn, hex, human, jwt, pem, token, upper, word } from "./draw-secrets.ts";
import { spoken } from "./spoken-secrets.ts";
import type { Planted } from "./spoken-secrets.ts";

/** Secrets by the look of their value, under a name that says nothing and in a line of text. */
const vendorTokens: readonly (readonly [kind: string, value: string])[] = [
  ["AWS access key id", token("AK", `IA${upper("akia", 16)}`)],
  ["AWS temporary key id", token("AS", `IA${upper("asia", 16)}`)],
  ["GitHub token", token("gh", `p_${word("ghp", 36)}`)],
  ["GitHub fine-grained token", token("github", `_pat_${word("ghpat", 22)}_${word("ghpat2", 59)}`)],
  ["GitLab token", token("glp", `at-${word("glpat", 20)}`)],
  ["Slack bot token", token("xox", `b-${drawn("xoxb", 12, "0123456789")}-${word("xoxb2", 24)}`)],
  [
    "Slack app token",
    token("xa", `pp-1-A${word("xapp", 10)}-${drawn("xapp2", 13, "0123456789")}-${hex("xapp3", 64)}`),
  ],
  ["Stripe key", token("sk", `_live_${word("stripe", 24)}`)],
  ["Stripe webhook secret", token("wh", `sec_${word("whsec", 32)}`)],
  ["SendGrid key", token("S", `G.${word("sg", 22)}.${word("sg2", 43)}`)],
  ["Google API key", token("AI", `za${word("aiza", 35)}`)],
  ["OpenAI key", token("sk", `-proj-${word("openai", 48)}`)],
  ["Anthropic key", token("sk", `-ant-api03-${word("anthropic", 93)}-${word("aa", 6)}AA`)],
  ["Hugging Face token", token("h", `f_${word("hf", 34)}`)],
  ["npm token", token("np", `m_${word("npm", 36)}`)],
  ["PyPI token", token("py", `pi-AgEIcHlwaS5vcmc${word("pypi", 60)}`)],
  ["DigitalOcean token", token("dop", `_v1_${hex("dop", 64)}`)],
  ["Databricks token", token("da", `pi${hex("dapi", 32)}`)],
  ["Shopify token", token("sh", `pat_${hex("shpat", 32)}`)],
  ["Twilio key", token("S", `K${hex("twilio", 32)}`)],
  ["Mailgun key", token("ke", `y-${hex("mailgun", 32)}`)],
  ["New Relic key", token("NR", `AK-${upper("nrak", 27)}`)],
  ["Vault token", token("hv", `s.${word("vault", 24)}`)],
  ["Terraform Cloud token", `${word("tfc", 14)}.atlasv1.${word("tfc2", 60)}`],
  ["Grafana token", token("gl", `sa_${word("grafana", 32)}_${hex("grafana2", 8)}`)],
  ["Telegram bot token", `${drawn("tg", 10, "123456789")}:AA${word("tg2", 33)}`],
  ["Square token", token("EA", `AA${word("square", 60)}`)],
  ["Age key", token("AGE-SECRET", `-KEY-1${upper("age", 58)}`)],
  ["JWT", jwt("jwt")],
];

/** Secrets by the name they stand under; the value alone could be anything. */
const namedSecrets: readonly (readonly [name: string, value: string])[] = [
  ["DB_PASSWORD", human("a")],
  ["PGPASSWORD", "Summer2026!x7"],
  ["MYSQL_PWD", "correct-horse-staple"],
  ["REDIS_AUTH", word("redis", 20)],
  ["password", "hunter2hunter"],
  ["SPRING_DATASOURCE_PASSWORD", "letmein4242"],
  ["spring.datasource.password", "Open.Sesame.99"],
  ["API_KEY", hex("apikey", 32)],
  ["STRIPE_KEY", hex("stripekey", 40)],
  ["DD_API_KEY", hex("datadog", 32)],
  ["ENCRYPTION_KEY", Buffer.from(hex("enc", 32)).toString("base64")],
  ["SECRET_KEY_BASE", hex("rails", 128)],
  ["DJANGO_SECRET", word("django", 50)],
  ["JWT_SECRET", "keyboard cat and dog"],
  ["SIGNING_SECRET", hex("sign", 32)],
  ["CLIENT_SECRET", word("client", 40)],
  ["AUTH_TOKEN", hex("authtoken", 32)],
  ["aws_secret_access_key", `${word("awssecret", 38)}/+`],
  ["SMTP_PASS", "sm7p-Passw0rd"],
  ["WEBHOOK_URL", `https://hooks.slack.com/services/T${upper("t", 9)}/B${upper("b", 9)}/${word("hook", 24)}`],
  ["PRIVATE_KEY", Buffer.from(pem("named", "RSA PRIVATE KEY").text).toString("base64")],
  ["passphrase", "open the pod bay doors"],
  ["LICENSE_KEY", "AB12C-DE34F-GH56I-JK78L"],
  ["BASIC_AUTH", "admin:Sup3rS3cret"],
  ["OTP_SEED_SECRET", upper("otp", 32)],
];

/** What stands before and behind a secret whose name stands beside it. */
const labelled: readonly (readonly [kind: string, before: string, after: string])[] = [
  ["a tag in a piece of JSON", 'web-1 has the tags [{"Key":"DbPassword","Value":"', '"}, {"Key":"Name"'],
  ["a tag whose value stands first", 'web-1: {"Value": "', '", "Key": "api_token"} and so on'],
  [
    "a parameter in JSON within JSON",
    'web-1: "[{\\"ParameterKey\\": \\"MasterPassword\\", \\"ParameterValue\\": \\"',
    '\\"}]" was read',
  ],
];

export const corpus: readonly Planted[] = [
  ...vendorTokens.flatMap(([kind, value], at): Planted[] => [
    { kind: `${kind} as a value`, name: `SETTING_${at}`, text: value, secrets: [value] },
    {
      kind: `${kind} in a line`,
      text: `starting up with ${value} on host-7`,
      secrets: [value],
      keeps: ["starting up", "host-7"],
    },
  ]),
  ...namedSecrets.map(([name, text]): Planted => ({
    kind: `under ${name}`,
    name,
    text,
    secrets: [text.replace(/^https:.*\//, "")],
  })),
  ...labelled.map(([kind, before, after], at): Planted => {
    const secret = human(`labelled${at}`);
    return { kind, text: `${before}${secret}${after}`, secrets: [secret], keeps: ["web-1"] };
  }),
  ...spoken,
];

/** What must stay readable: it explains faults. */
export const readable: readonly (readonly [name: string, value: string])[] = [
  ["DB_HOST", "db-1.cluster-abc.eu-west-1.rds.amazonaws.com"],
  ["DB_PORT", "5432"],
  ["DB_NAME", "shop"],
  ["DB_USER", "app"],
  ["AWS_REGION", "eu-west-1"],
  ["QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"],
  ["TABLE_ARN", "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"],
  ["SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf"],
  ["SECRET_NAME", "prod/db"],
  ["TOKEN_URL", "https://login.example.com/oauth2/token"],
  ["PASSWORD_MIN_LENGTH", "12"],
  ["USE_TOKEN_AUTH", "true"],
  ["DB_PASSWORD", ""],
  ["KEY_ID", "1234abcd-12ab-34cd-56ef-1234567890ab"],
  ["LOG_LEVEL", "debug"],
  ["TIMEOUT", "30s"],
  ["CACHE_TTL_SECONDS", "300"],
  ["SUBNETS", "subnet-0a1b2c3d4e5f67890,subnet-0a1b2c3d4e5f67891"],
  ["BUCKET", "my-company-assets-prod"],
  ["FEATURE_FLAGS", "checkout,search,recommendations"],
  ["IMAGE", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:v1.2.3"],
  ["GIT_SHA", "9fceb02d0ae598e95dc970b74767f19372d61af8"],
  ["ENDPOINT", "https://api.example.com/v1/orders"],
  ["CIDR", "10.0.0.0/16"],
];
