import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const target = 'docs/fences';
const pages = [
  'README.md',
  ...globSync('docs/**/*.md'),
  ...globSync('packages/*/README.md'),
].filter((page) => !/node_modules|^docs\/reference\//.test(page));

/** A fence of TypeScript, and what it prints where a fence of text comes right after it. */
const fence = /^```ts( no-run)?\n([^]*?)^```$(?:\n\n```text\n([^]*?)^```$)?/gm;

/** A fence marked `no-run` is compiled only: its file name says so, and the test that runs examples passes it over. */
function extract(page: string): void {
  const text = readFileSync(page, 'utf8');
  for (const { 1: noRun, 2: code = '', 3: output, index } of text.matchAll(fence)) {
    const line = text.slice(0, index).split('\n').length + 1;
    const name = `${target}/${page.replaceAll('/', '-').replace('.md', '')}-line-${line}`;
    writeFileSync(`${name}${noRun ? '.no-run.ts' : '.ts'}`, `${code}\nexport {};\n`);
    if (output !== undefined) writeFileSync(`${name}.txt`, output);
  }
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const page of pages) extract(page);
