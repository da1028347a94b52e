import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const target = 'docs/fences';
const pages = [
  'README.md',
  ...globSync('docs/**/*.md'),
  ...globSync('packages/*/README.md'),
].filter((page) => !/node_modules|^docs\/reference\//.test(page));

/** A fence marked `no-run` is compiled only: its file name says so, and the test that runs examples passes it over. */
function extract(page: string): void {
  const lines = readFileSync(page, 'utf8').split('\n');
  let from = -1;
  let compiledOnly = false;
  for (const [index, line] of lines.entries()) {
    if (from < 0 && /^```ts( no-run)?$/.test(line)) {
      from = index + 1;
      compiledOnly = line.endsWith('no-run');
    } else if (from >= 0 && line === '```') {
      const name = `${page.replaceAll('/', '-').replace('.md', '')}-line-${from + 1}`;
      const suffix = compiledOnly ? '.no-run.ts' : '.ts';
      const code = lines.slice(from, index).join('\n');
      writeFileSync(`${target}/${name}${suffix}`, `${code}\n\nexport {};\n`);
      from = -1;
    }
  }
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const page of pages) extract(page);
