// Makes test/vectors/agents-oracle.json: real user agents, each with what the reference regexes of uap-core say of it.
// C# tests read the file, so that nothing has to be fetched for them.
//
//   npm ci && node oracle.mjs
//
// The agents are those of top-user-agents (MIT) and user-agents (BSD-2-Clause), the verdicts those of uap-core
// (Apache-2.0) run by uap-ref-impl (MIT).
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const folder = new URL('.', import.meta.url);
const text = (path) => readFileSync(new URL(path, folder), 'utf8');

const yaml = require('yamlparser');
const parse = require('uap-ref-impl')(yaml.eval(text('node_modules/uap-core/regexes.yaml'))).parse;

const agents = new Set([
  ...JSON.parse(text('node_modules/top-user-agents/src/index.json')),
  ...JSON.parse(text('node_modules/top-user-agents/src/desktop.json')),
  ...JSON.parse(text('node_modules/top-user-agents/src/mobile.json')),
  ...JSON.parse(text('node_modules/user-agents/dist/user-agents.json')).map((entry) => entry.userAgent),
]);

const rows = [...agents].sort().map((agent) => {
  const { ua, os } = parse(agent);
  return JSON.stringify([agent, ua.family, Number(ua.major ?? 0), os.family]);
});

const version = (name) => JSON.parse(text(`node_modules/${name}/package.json`)).version;
const sources = ['top-user-agents', 'user-agents', 'uap-core', 'uap-ref-impl'].map((name) => `${name} ${version(name)}`).join(', ');
writeFileSync(
  new URL('../vectors/agents-oracle.json', folder),
  `{\n"from": ${JSON.stringify(sources)},\n"licenses": "agents: MIT, BSD-2-Clause; verdicts: Apache-2.0, MIT",\n` +
    `"agents": [\n${rows.join(',\n')}\n]}\n`,
);
console.log(`${rows.length} agents from ${sources}`);
