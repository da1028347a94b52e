import { globSync, readFileSync, statSync } from 'node:fs';

import { clauses } from '@understudy/conformance';
import { describe, expect, it } from 'vitest';

import { renderAcmeProvider } from './render-acme-provider.ts';
import { listShownFiles, readDocsFile, renderShownFiles } from './shown-files.ts';

const folder = 'docs/examples/acme-provider';
const files = await renderAcmeProvider();

describe('docs/examples/acme-provider', () => {
  it('is the output of create-understudy-provider', async () => {
    for (const [path, text] of files) {
      await expect(text, path).toMatchFileSnapshot(`../examples/acme-provider/${path}`);
    }
    const paths = globSync(['**/*.*', '.*', '.*/**/*.*'], { cwd: folder }).filter(
      (path) => !/^(?:dist|node_modules)\//.test(path) && statSync(`${folder}/${path}`).isFile(),
    );
    expect(new Set(paths)).toEqual(new Set(files.keys()));
  });
});

describe('docs/add-a-provider.md', () => {
  const page = readFileSync('docs/add-a-provider.md', 'utf8');

  it('shows the files of the example and the number of clauses', async () => {
    const counts = /^ℹ (tests|pass) \d+$/gm;
    const readFile = (file: string): string =>
      files.get(file.replace('examples/acme-provider/', '')) ?? readDocsFile(file);
    const rendered = renderShownFiles(page, readFile).replace(counts, `ℹ $1 ${clauses.length}`);
    await expect(rendered).toMatchFileSnapshot('../add-a-provider.md');
  });

  it('shows every source file of the example', () => {
    const sources = globSync('{acme-provider/*.json,acme-provider/{src,test}/*.ts,acme-app/*.ts}', {
      cwd: 'docs/examples',
    });
    expect(listShownFiles(page)).toEqual(new Set(sources.map((file) => `examples/${file}`)));
  });
});
