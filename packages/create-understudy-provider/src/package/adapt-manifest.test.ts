import { describe, expect, it } from 'vitest';

import { adaptManifest } from './adapt-manifest.ts';

const template = JSON.stringify({
  name: 'understudy-provider-acme',
  understudy: { provider: { acme: 'acme' }, interfaceVersion: 1 },
  dependencies: { '@understudy/provider-openai': '^0.1.0' },
  peerDependencies: { '@understudy/core': '^0.1.0' },
  devDependencies: {
    '@changesets/cli': '^3.0.3',
    '@understudy/core': '^0.1.0',
    typescript: '^7.0.2',
  },
});

describe('adaptManifest', () => {
  it('sets the versions of the Understudy packages', () => {
    const adapted = JSON.parse(adaptManifest(template, { version: '1.2.3', workspace: undefined }));
    expect(adapted).toEqual({
      ...JSON.parse(template),
      understudy: { provider: 'acme', interfaceVersion: 1 },
      dependencies: { '@understudy/provider-openai': '^1.2.3' },
      peerDependencies: { '@understudy/core': '^1.2.3' },
      devDependencies: {
        '@changesets/cli': '^3.0.3',
        '@understudy/core': '^1.2.3',
        typescript: '^7.0.2',
      },
    });
  });

  it('uses the packages and the catalog of a workspace', () => {
    const workspace = {
      isPnpm: true,
      root: '/workspace',
      packageFolders: ['/workspace/packages'],
      packageNames: new Set(['@understudy/core']),
      catalog: new Set(['typescript']),
      changesets: true,
    };
    const adapted = JSON.parse(adaptManifest(template, { version: '1.2.3', workspace }));
    expect(adapted).toMatchObject({
      dependencies: { '@understudy/provider-openai': '^1.2.3' },
      peerDependencies: { '@understudy/core': 'workspace:^' },
    });
    expect(adapted.devDependencies).toEqual({
      '@understudy/core': 'workspace:^',
      typescript: 'catalog:',
    });
  });
});
