import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const target = 'docs/code-blocks';
const pages = [
  'README.md',
  ...globSync('docs/**/*.md'),
  ...globSync('packages/*/README.md'),
].filter((page) => !/node_modules|^docs\/reference\//.test(page));

/** A TypeScript code block, and its expected output if a text block follows directly. */
const codeBlock = /^```ts( no-run)?\n([^]*?)^```$(?:\n\n```text\n([^]*?)^```$)?/gm;

/** A JSON file that the code blocks of the pages import. */
const jsonFile = /^```json ([\w-]+\.json)\n([^]*?)^```$/gm;

/** Writes one file per code block. Blocks marked `no-run` get a suffix, so that no test runs them. */
function extract(page: string): void {
  const text = readFileSync(page, 'utf8');
  for (const { 1: noRun, 2: code = '', 3: output, index } of text.matchAll(codeBlock)) {
    const line = text.slice(0, index).split('\n').length + 1;
    const name = `${target}/${page.replaceAll('/', '-').replace('.md', '')}-line-${line}`;
    writeFileSync(`${name}${noRun ? '.no-run.ts' : '.ts'}`, `${code}\nexport {};\n`);
    if (output !== undefined) writeFileSync(`${name}.txt`, output);
  }
  for (const [, name, json = ''] of text.matchAll(jsonFile))
    writeFileSync(`${target}/${name}`, json);
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const page of pages) extract(page);
