import { explainAccess } from "../../../src/diagnose/authorization/authorization.ts";
import { now } from "./account-model.ts";
import { disagreement } from "./compare-answers.ts";
import { generateAccount, generateQuestions } from "./generate-account.ts";
import { factsOfAccount } from "./recorded-account.ts";
import { judge } from "./slow-authorization.ts";
const [from, to, show = "3", kind=""] = process.argv.slice(2);
const counts: Record<string, number> = {}; let shown = 0;
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
    bump(" " + sig);
    if (kind && !sig.includes(kind)) continue;
    if (shown++ < Number(show)) {
      console.log("-----", seed, sig);
      console.log(JSON.stringify(q));
      console.log(JSON.stringify(v.layers.filter(l=>l.verdict!=="absent").map(l=>l.layer+"="+l.verdict)), JSON.stringify(v.deciding.map(x=>[x.layer,x.statement,x.effect,x.why])), JSON.stringify(v.missing));
      console.log(JSON.stringify([...new Set(js.map(j=>JSON.stringify(j)))].slice(0,6)));
      console.log(JSON.stringify(account));
    }
  }
}
console.log(Object.entries(counts).sort((a,b)=>b[1]-a[1]).map(([k,v])=>`${v}\t${k}`).slice(0,70).join("\n"), Math.round(slow), Math.round(fast));
