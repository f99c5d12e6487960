/** What a question asks of every bucket in scope. */
export interface Standards {
  readonly versioned: boolean;
  readonly encrypted: boolean;
  /** The alias that the encryption has to use, as `alias/data`. */
  readonly key?: string;
  readonly private: boolean;
  /** Buckets in scope have all these tags; key `""` is any key (`prod buckets` without a key). */
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

const everything = { versioned: true, encrypted: true, private: true };

/** Reads a standard from a question: "all prod buckets are versioned, encrypted with alias/x and private". Undefined where it states none. */
export function wantedStandards(question: string): Standards | undefined {
  const bucketWords = /\bbuckets?\b/i.test(question);
  const asked =
    /standard|complian|comply|violat|polic(?:y|ies) says|must be|should be|baseline|check (?:that|if|whether) all|which (?:ones|buckets)/i.test(
      question,
    );
  if (!bucketWords || !asked) return undefined;
  const key = /\balias\/[\w/-]+/.exec(question)?.[0];
  const named = {
    versioned: /version/i.test(question),
    encrypted: /encrypt|kms|cmk/i.test(question) || key !== undefined,
    private: /private|not public|public access|block(?:ed)? public/i.test(question),
  };
  const any = named.versioned || named.encrypted || named.private;
  if (!any && !/standard|complian|baseline/i.test(question)) return undefined;
  return { ...(any ? named : everything), ...(key !== undefined && { key }), tags: tagsIn(question) };
}

function tagsIn(question: string): Standards["tags"] {
  const pairs = [...question.matchAll(/\b([A-Za-z][\w:-]*)\s?=\s?"?([\w.-]+)"?/g)].map((match) => ({
    key: match[1] ?? "",
    value: match[2] ?? "",
  }));
  if (pairs.length > 0) return pairs;
  const stage = /\b(prod|production|dev|development|stage|staging|test)\b(?= (?:s3 )?buckets?)/i.exec(
    question,
  )?.[1];
  return stage === undefined ? [] : [{ key: "", value: stage.toLowerCase() }];
}
