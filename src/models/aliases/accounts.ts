/** Words after which a number of twelve digits is an account id. */
const labelled =
  /(?:account|owner|principal|payer|registry|requester|tenant|caller)[\w .-]{0,16}\\?["']?\s{0,2}[:=]?\s{0,2}(?:is\s)?\[?\\?["']?(\d{12})(?!\d)/gi;

/** Forms in which twelve digits are an account id: in an ARN, in an endpoint or a path below one, behind a word that says so. */
const formed: readonly RegExp[] = [
  /arn(?::|%3A)aws[\w-]*(?::|%3A)[\w-]*(?::|%3A)[\w-]*(?::|%3A)(\d{12})(?!\d)/gi,
  /(?<!\d)(\d{12})\.dkr[.-]ecr\b/g,
  /amazonaws\.com(?:\.cn)?\/(\d{12})(?!\d)/g,
  labelled,
];

/** A whole string, and a part of a name (`logs-123456789012-eu-west-1`); twelve digits of a date and a time (202611211300) are none. */
const likely: readonly RegExp[] = [/["'](\d{12})\\?["']/g, /[a-z]-(\d{12})(?![\da-z])/gi];
const moment = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d$/;

/** The account ids that a text gives away as such. */
export function accountsIn(text: string): readonly string[] {
  if (!/\d{12}/.test(text)) return [];
  const idsIn = (forms: readonly RegExp[]) =>
    forms.flatMap((form) => [...text.matchAll(form)].flatMap(([, id]) => id ?? []));
  return [...new Set([...idsIn(formed), ...idsIn(likely).filter((id) => !moment.test(id))])];
}

/** Each account id among `accounts` put through `change`, also one written in groups of four as the console does. */
export function withAccounts(
  text: string,
  accounts: ReadonlySet<string>,
  change: (account: string) => string,
): string {
  return text
    .replaceAll(/(?<!\d)\d{12}(?!\d)/g, (digits) => (accounts.has(digits) ? change(digits) : digits))
    .replaceAll(/(?<!\d|\d-)\d{4}-\d{4}-\d{4}(?!\d|-\d)/g, (grouped) => {
      const digits = grouped.replaceAll("-", "");
      return accounts.has(digits) ? change(digits).replaceAll(/\d{4}(?=\d)/g, "$&-") : grouped;
    });
}
