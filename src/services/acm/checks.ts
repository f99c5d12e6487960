import type { Facts, Resource } from "../../core/facts.ts";
import { shellCommand, shellLine } from "../../core/text/shell-line.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { combined } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, strings, text } from "../../facts/reader.ts";
import { bareName } from "../route53/facts.ts";
import { covers, hostsAsked, recordsOf, targetsOf } from "../route53/hosts.ts";

const type = "AWS::CertificateManager::Certificate";
const listenerType = "AWS::ElasticLoadBalancingV2::Listener";
const probe = {
  probe: "acm/certificates",
  variables: {},
  reason: "certificates, their names, validation, expiry and use",
};

const keyTypes = [
  "RSA_1024",
  "RSA_2048",
  "RSA_3072",
  "RSA_4096",
  "EC_prime256v1",
  "EC_secp384r1",
  "EC_secp521r1",
];
const namesOf = (certificate: Resource): readonly string[] => [
  text(certificate.data, "DomainName"),
  ...strings(certificate.data, "SubjectAlternativeNames"),
];

/** The certificates that the question names, by ARN or by host; all where it names none. */
function certificatesAsked(context: CheckContext): readonly Resource[] {
  const { facts, subjects } = context;
  const named = subjects.flatMap(({ ref }) => (ref.type === type ? (facts.get(type, ref.id) ?? []) : []));
  const byHost = facts
    .all(type)
    .filter((one) => hostsAsked(context).some((host) => namesOf(one).some((name) => covers(name, host))));
  const chosen = [...new Set([...named, ...byHost])];
  return chosen.length > 0 ? chosen : facts.all(type);
}

const concerned = ({ question, subjects }: CheckContext): boolean =>
  /certificate|\bcerts?\b|\btls\b|\bssl\b|https|\bacm\b|NET::ERR/i.test(question.text) ||
  subjects.some(({ ref }) => ref.type === type);

function certificateCheck(
  id: string,
  title: string,
  judge: (context: CheckContext) => readonly Judgement[],
): Check {
  return {
    id,
    title,
    run: (context) => {
      if (!concerned(context)) return { kind: "apart" };
      // Only the probe describes every certificate and reads the listeners: a plain list does not tell enough.
      const { facts } = context;
      const read =
        facts.reads("acm", "DescribeCertificate").length > 0 ||
        facts.read("acm", "ListCertificates", { Includes: { keyTypes } }) !== undefined;
      return read ? combined(judge(context)) : { kind: "needs", probes: [probe] };
    },
  };
}

/** "DNS validation": ACM issues once the CNAME that it asks for stands in public DNS. */
export const validation: Check = certificateCheck(
  "acm.validation",
  "validation of the certificate",
  (context) => certificatesAsked(context).map((one) => judgeValidation(one, context.facts)),
);

function judgeValidation(certificate: Resource, facts: Facts): Judgement {
  const status = text(certificate.data, "Status");
  if (status === "FAILED" || status === "VALIDATION_TIMED_OUT") {
    const reason = text(certificate.data, "FailureReason");
    return {
      faults: [
        blame(certificate, {
          property: "Status",
          observed: status,
          expected: "ISSUED",
          title: `Certificate ${certificate.name} is ${status}`,
          explanation: `Certificate ${certificate.name} has Status ${status}${reason === "" ? "" : ` (${reason})`}: request a new one.`,
          evidence: [facts.cite(certificate)],
        }),
      ],
    };
  }
  if (status !== "PENDING_VALIDATION")
    return { fine: `certificate ${certificate.name} is ${status}`, evidence: [facts.cite(certificate)] };
  for (const [index, option] of objects(certificate.data, "DomainValidationOptions").entries()) {
    const record = objects({ of: [option["ResourceRecord"] ?? {}] }, "of")[0];
    const [name, value] = [bareName(text(record, "Name")), text(record, "Value")];
    const zone = facts
      .all("AWS::Route53::HostedZone")
      .filter((one) => name.endsWith(`.${one.name}`))
      .toSorted((a, b) => (b.name?.length ?? 0) - (a.name?.length ?? 0))[0];
    const read =
      zone &&
      facts
        .reads("route53", "ListResourceRecordSets")
        .findLast((one) => text(one.params, "HostedZoneId").endsWith(zone.id));
    const standing = recordsOf(facts, name).find((one) => one.name === name);
    if (name === "" || (standing && targetsOf(standing).includes(bareName(value)))) continue;
    // Values that ACM hands out are `_<32 hex digits>.<label>.acm-validations.aws`; a shortened one (an export, a stand-in) cannot be compared.
    const held = standing ? targetsOf(standing) : [];
    if (standing && held.every((one) => one.endsWith(".acm-validations.aws") && !issuedValue.test(one)))
      return {
        fine: `the validation record of ${certificate.name} exists`,
        evidence: [facts.cite(standing)],
        gaps: [`${name} points to ${held.join(", ")}, ACM asks for ${value}`],
      };
    if (standing) return wrongRecord(standing, { name, value, index, certificate, facts, zone });
    return {
      faults: [
        blame(certificate, {
          property: "DNS validation record",
          observed: `CNAME ${name} does not exist${zone ? ` in hosted zone ${zone.name}` : ""}`,
          expected: `CNAME ${name} → ${value}`,
          title: `Validation CNAME ${name} of certificate ${certificate.name} does not exist`,
          explanation: `Certificate ${certificate.name} is PENDING_VALIDATION: its DNS validation record, CNAME ${name}, does not exist${zone ? ` in hosted zone ${zone.name}` : " in a zone of this account"}.`,
          evidence: [
            facts.cite(certificate, `/DomainValidationOptions/${index}`),
            facts.cite(certificate, "/Status"),
            ...(read ? facts.citeAbsence(read, "/ResourceRecordSets", `[?Name=='${name}.']`) : []),
          ],
          standing: read?.complete === true ? "proved" : "supported",
          ...(zone && {
            change: {
              summary: `Create the validation record in ${zone.name}`,
              commands: [
                [
                  "aws",
                  "route53",
                  "change-resource-record-sets",
                  "--hosted-zone-id",
                  zone.id,
                  "--change-batch",
                  JSON.stringify({
                    Changes: [
                      {
                        Action: "UPSERT",
                        ResourceRecordSet: {
                          Name: name,
                          Type: "CNAME",
                          TTL: 300,
                          ResourceRecords: [{ Value: value }],
                        },
                      },
                    ],
                  }),
                ],
              ],
              risk: "None; leave the record there, renewal needs it again.",
              rollback: "delete the record",
              edits: [],
            },
          }),
        }),
      ],
    };
  }
  return {
    fine: `the validation records of ${certificate.name} stand in DNS`,
    evidence: [facts.cite(certificate, "/Status")],
  };
}

const issuedValue = /^_[0-9a-f]{32}\.[a-z0-9]+\.acm-validations\.aws$/;

/** ACM compares the value too: a CNAME to elsewhere validates nothing ("DNS validation"). */
function wrongRecord(
  standing: Resource,
  told: {
    readonly name: string;
    readonly value: string;
    readonly index: number;
    readonly certificate: Resource;
    readonly facts: Facts;
    readonly zone: Resource | undefined;
  },
): Judgement {
  const { name, value, index, certificate, facts, zone } = told;
  const held = targetsOf(standing).join(", ");
  const upsert = (to: string): readonly string[] => [
    "aws",
    "route53",
    "change-resource-record-sets",
    "--hosted-zone-id",
    zone?.id ?? "",
    "--change-batch",
    JSON.stringify({
      Changes: [
        {
          Action: "UPSERT",
          ResourceRecordSet: { Name: name, Type: "CNAME", TTL: 300, ResourceRecords: [{ Value: to }] },
        },
      ],
    }),
  ];
  return {
    faults: [
      blame(certificate, {
        property: "DNS validation record",
        observed: `CNAME ${name} points to ${held}`,
        expected: `CNAME ${name} → ${value}`,
        title: `Validation CNAME ${name} of certificate ${certificate.name} has another value than ACM asks for`,
        explanation: `Certificate ${certificate.name} is PENDING_VALIDATION: its DNS validation record, CNAME ${name}, has value ${held}, but ACM asks for ${value}.`,
        evidence: [
          facts.cite(standing),
          facts.cite(certificate, `/DomainValidationOptions/${index}`),
          facts.cite(certificate, "/Status"),
        ],
        ...(zone && {
          change: {
            summary: `Correct the validation record in ${zone.name}`,
            commands: [upsert(value)],
            risk: "Another certificate may have been validated by the old value: see that none still waits for it.",
            rollback: shellLine(upsert(held)),
            edits: [],
          },
        }),
      }),
    ],
  };
}

/** Imported certificates are not renewed by ACM ("Managed certificate renewal"). */
export const expiry: Check = certificateCheck("acm.expiry", "expiry of certificates in use", (context) => {
  const asked = /expir|renew|risk|next|valid until|run out|days/i.test(context.question.text);
  return certificatesAsked(context).map((one) => judgeExpiry(one, context, asked));
});

function usersOf(certificate: Resource, facts: Facts): readonly string[] {
  const listeners = facts
    .all(listenerType)
    .filter((one) =>
      objects(one.data, "Certificates").some((held) => text(held, "CertificateArn") === certificate.id),
    );
  return [...new Set([...strings(certificate.data, "InUseBy"), ...listeners.map((one) => one.id)])];
}

function judgeExpiry(certificate: Resource, { facts, now }: CheckContext, asked: boolean): Judgement {
  const until = text(certificate.data, "NotAfter");
  const kind = text(certificate.data, "Type");
  if (until === "") return {};
  const days = Math.round((Date.parse(until) - Date.parse(now)) / 86_400_000);
  const users = usersOf(certificate, facts);
  const renews =
    kind === "AMAZON_ISSUED" &&
    text(certificate.data, "RenewalEligibility") !== "INELIGIBLE" &&
    text(objects({ of: [certificate.data["RenewalSummary"] ?? {}] }, "of")[0], "RenewalStatus") !== "FAILED";
  if (days >= 45 || users.length === 0 || (renews && days > 7))
    return {
      fine: `certificate ${certificate.name} is valid for ${days} days${users.length === 0 ? " and not in use" : ""}`,
      evidence: [facts.cite(certificate)],
    };
  const soon = days < 0 ? `expired ${-days} days ago` : `expires in ${days} days`;
  const listener = users.find((one) => one.includes(":listener/")) ?? users[0] ?? "";
  return {
    faults: [
      blame(certificate, {
        property: "NotAfter / Type",
        observed: { NotAfter: until, Type: kind },
        expected: "renewed before it expires",
        title: `Certificate ${certificate.name} ${soon} and is Type ${kind}${renews ? "" : ": no automatic renewal"}`,
        explanation: `Certificate ${certificate.name} ${soon} (NotAfter ${until.slice(0, 10)}), is Type ${kind}${renews ? "" : ", so there is no automatic renewal,"} and is used by ${listener.split(":").at(-1)?.slice(0, 90)}.`,
        evidence: [
          facts.cite(certificate),
          ...facts
            .all(listenerType)
            .filter((one) => one.id === listener)
            .map((one) => facts.cite(one, "/Certificates")),
        ],
        role: asked || days < 0 ? "root" : "bystander",
        severity: days < 7 ? "critical" : "high",
        change: {
          summary: `Import the renewed certificate under the same ARN (${certificate.id}) with its private key and chain, or request one that ACM renews`,
          commands: [],
          risk: "A wrong chain breaks clients at once: test with openssl before.",
          rollback: "import the present certificate again (ACM does not give it out: keep a copy)",
          edits: [],
        },
      }),
    ],
  };
}

/** A listener presents the certificate whose names cover the host, else its default one: that is a mismatch. */
export const listenerNames: Check = certificateCheck(
  "acm.listener-names",
  "names on the certificates of the host's listener",
  (context) => hostsAsked(context).flatMap((host) => judgeHost(host, context.facts)),
);

function judgeHost(host: string, facts: Facts): readonly Judgement[] {
  const targets = recordsOf(facts, host).flatMap(targetsOf);
  const balancers = facts
    .all("AWS::ElasticLoadBalancingV2::LoadBalancer")
    .filter((one) => targets.includes(bareName(text(one.data, "DNSName"))));
  return balancers.flatMap((balancer) =>
    facts
      .all(listenerType)
      .filter(
        (one) =>
          text(one.data, "LoadBalancerArn") === balancer.arn && objects(one.data, "Certificates").length > 0,
      )
      .map((listener) => judgeListener(listener, balancer, host, facts)),
  );
}

function judgeListener(listener: Resource, balancer: Resource, host: string, facts: Facts): Judgement {
  const read = facts.read("elbv2", "DescribeListenerCertificates", { ListenerArn: listener.id });
  const arns = [
    ...objects(listener.data, "Certificates"),
    ...(read?.pages ?? []).flatMap(({ response }) => objects(response, "Certificates")),
  ].map((one) => text(one, "CertificateArn"));
  const held = [...new Set(arns)].flatMap((arn) => facts.get(type, arn) ?? []);
  if (held.some((one) => namesOf(one).some((name) => covers(name, host))))
    return {
      fine: `a certificate of ${balancer.name} covers ${host}`,
      evidence: [facts.cite(listener, "/Certificates")],
    };
  if (held.length === 0 || !read?.complete)
    return {
      gaps: [
        `the certificates of ${balancer.name} could not all be read; allow elasticloadbalancing:DescribeListenerCertificates and acm:DescribeCertificate`,
      ],
    };
  const better = facts
    .all(type)
    .find((one) => text(one.data, "Status") === "ISSUED" && namesOf(one).some((name) => covers(name, host)));
  const covered = [...new Set(held.flatMap(namesOf))];
  return {
    faults: [
      blame(
        {
          type: listenerType,
          id: listener.id,
          name: `${balancer.name} port ${String(listener.data["Port"])}`,
          arn: listener.id,
          region: listener.region,
          account: listener.account,
        },
        {
          property: "Certificates",
          observed: { Certificates: [...new Set(arns)], covers: covered },
          expected: `a certificate that covers ${host}${better ? `: ${better.id}` : ""}`,
          title: `The certificates of listener ${String(listener.data["Port"])} of ${balancer.name} do not cover ${host}`,
          explanation: `The listener on port ${String(listener.data["Port"])} of ${balancer.name} has Certificates for ${covered.slice(0, 4).join(", ")}; none does cover ${host}${better ? `. A certificate for it exists but is not attached` : ""}.`,
          evidence: [
            facts.cite(listener, "/Certificates"),
            ...held.slice(0, 2).map((one) => facts.cite(one)),
            ...(better ? [facts.cite(better)] : []),
          ],
          ...(better && {
            change: {
              summary: `Attach the certificate of ${host} to the listener`,
              commands: [
                [
                  "aws",
                  "elbv2",
                  "add-listener-certificates",
                  "--listener-arn",
                  listener.id,
                  "--certificates",
                  `CertificateArn=${better.id}`,
                ],
              ],
              risk: "None for other hosts: it is chosen by name (SNI).",
              rollback: shellCommand`aws elbv2 remove-listener-certificates --listener-arn ${listener.id} --certificates CertificateArn=${better.id}`,
              edits: [],
            },
          }),
        },
      ),
    ],
  };
}

/** Faults of certificates. */
export const checks: readonly Check[] = [listenerNames, validation, expiry];
