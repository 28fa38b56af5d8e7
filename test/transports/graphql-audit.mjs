// The audits of graphql-http: node graphql-audit.mjs <address>
import { serverAudits } from 'graphql-http';
import { Visitor } from './visitor.mjs';

const me = await new Visitor(process.argv[2]).signIn();
const audits = serverAudits({
  url: me.url('/graphql'),
  fetchFn: (url, init = {}) => fetch(url, { ...init, headers: { ...init.headers, ...me.headers } }),
});
let failed = 0;
for (const audit of audits) {
  const result = await audit.fn();
  if (result.status === 'ok') continue;
  failed++;
  console.error(`${audit.id} ${audit.name}: ${result.status} ${result.reason}`);
}
console.log(`${audits.length - failed} of ${audits.length} audits`);
if (failed || audits.length < 60) process.exit(1);
console.log('done');
