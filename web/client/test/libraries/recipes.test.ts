import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

/** The blocks of a page that have a name, as files. */
const snippets = (page: string): { name: string; language: string; code: string }[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/<!-- snippet: ([\w-]+) -->\n```(\w+)\n(.*?)^```/gms)].map(
    ([, name, language, code]) => ({ name: name!, language: language!, code: code! }),
  );

const blocks = (page: string): number => [...readFileSync(join(root, page), 'utf8').matchAll(/^```tsx?\n/gm)].length;

// vite.config.ts is Vite's to compile: the walk of docs/browser.md has been made with it.
const compiled = (page: string) => snippets(page).filter(({ name, language }) => language !== 'csharp' && name !== 'vite');

test.each([
  ['web/client/README.md', 0],
  ['docs/browser.md', 1],
])('every TypeScript block of %s has a name, and so is compiled', (page, apart) => {
  expect(compiled(page)).toHaveLength(blocks(page) - apart);
});

const recipes = ['web/client/README.md', 'docs/browser.md'].flatMap(compiled);

test('the recipes compile', () => {
  const files = new Map(recipes.map(({ name, language, code }) => [join(here, `recipe-${name}.${language}`), code]));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    jsx: ts.JsxEmit.ReactJSX,
    types: [],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    paths: { 'sessvm-client': [join(here, '../../src/index.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, version, ...more) =>
    files.has(file) ? ts.createSourceFile(file, files.get(file)!, version, true) : getSourceFile(file, version, ...more);

  const problems = ts.getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host));

  expect(problems.map((one) => `${one.file?.fileName}: ${ts.flattenDiagnosticMessageText(one.messageText, '\n')}`)).toEqual([]);
  expect(files.size).toBeGreaterThan(10);
}, 120_000);

test('the server of docs/browser.md is that of the README, which is compiled and run by its own tests', () => {
  const recipe = (page: string) => snippets(page).find(({ name }) => name === 'recipe')?.code;
  expect(recipe('docs/browser.md')).toBe(recipe('README.md'));
});
