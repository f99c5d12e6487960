import { explainAccess } from "../../../src/diagnose/authorization/authorization.ts";
import { now } from "./account-model.ts";
import { disagreement } from "./compare-answers.ts";
import { generateAccount, generateQuestions } from "./generate-account.ts";
import { factsOfAccount } from "./recorded-account.ts";
import { judge } from "./slow-authorization.ts";
const [from, to, show = "3", kind=""] = process.argv.slice(2);
const counts: Record<string, number> = {}; let shown = 0; const ex: Record<string, number[]> = {};
const bump = (k: string) => { counts[k] = (counts[k] ?? 0) + 1; };
let slow=0, fast=0; const t00=Date.now();
for (let seed = Number(from); seed < Number(to) && Date.now()-t00 < 25000; seed++) {
  const account = generateAccount(seed);
  const facts = factsOfAccount(account);
  for (const q of generateQuestions(account, 6)) {
    const t0=performance.now();
    const js = judge(account, q);
    const t1=performance.now(); slow+=t1-t0;
    if (!js) { bump("too many"); continue; }
    const v = explainAccess(facts, { ...q, now });
    fast+=performance.now()-t1;
    const d = disagreement(v, js);
    bump(v.decision); bump("asked");
    if (!d) continue;
    bump(d.kind);
    const sig = `${d.kind} ${account.service} ${q.caller} ${v.decision}: ${d.why}`;
    bump(" " + sig); (ex[sig] ??= []).push(seed);
    if (kind && !sig.includes(kind)) continue;
    if (shown++ < Number(show)) {
      console.log("-----", seed, sig);
      console.log(JSON.stringify(q));
      console.log(JSON.stringify(v.layers.filter(l=>l.verdict!=="absent").map(l=>l.layer+"="+l.verdict)), JSON.stringify(v.deciding.map(x=>[x.layer,x.statement,x.effect,x.why])), JSON.stringify(v.missing));
      console.log(JSON.stringify([...new Set(js.map(j=>JSON.stringify(j)))].slice(0,6)));
      const id = q.caller==="user"?account.user:account.role; const L=(n: string, ps: readonly any[])=>ps.forEach(p=>p.Statement.forEach((s: any)=>console.log("   ",n,p.Version==="2008-10-17"?"2008":"",JSON.stringify(s))));
      if (["user","role","session"].includes(q.caller)) { console.log("    tags", id.tags); L("id",[...id.inline,...id.attached,...id.groups.flatMap(g=>[...g.inline,...g.attached])]); L("bnd", id.boundary?[id.boundary]:[]); }
      L("res", account.resourcePolicy?[account.resourcePolicy]:[]); console.log("    rtags", account.resourceTags, account.grants, account.restrictPublicBuckets, account.ignorePublicAcls, account.ownerEnforced, account.publicObject);
      if (account.organization && !account.organization.managed) account.organization.levels.forEach(l=>{L("scp "+l.id,l.serviceControl);L("rcp "+l.id,l.resourceControl)}); if (account.endpointPolicy) L("vpce",[account.endpointPolicy]);
    }
  }
}
console.log(Object.entries(counts).sort((a,b)=>b[1]-a[1]).map(([k,v])=>`${v}\t${k} ${(ex[k.trim()]??[]).slice(0,4)}`).slice(0,70).join("\n"), Math.round(slow), Math.round(fast));
