import { createEventHub } from '@understudy/gateway';
import { describe, expect, it } from 'vitest';

import { createPackages } from '../packages/create-packages.ts';
import { RuntimeTelemetry } from './runtime-telemetry.ts';
import { ServeConfig } from './serve-config.ts';

const file = 'understudy.config.json';

function createConfig(files: ReadonlyMap<string, string>): ServeConfig {
  const ports = {
    env: {},
    files: {
      read: async (path: string) => {
        const text = files.get(path);
        if (text === undefined) throw Object.assign(new Error('no file'), { code: 'ENOENT' });
        return text;
      },
    },
  };
  const packages = createPackages();
  return new ServeConfig(
    {},
    { packages, ports, demo: undefined, telemetry: new RuntimeTelemetry(createEventHub()) },
  );
}

describe('ServeConfig', () => {
  it('starts without a file, and reads one that appears', async () => {
    const files = new Map<string, string>();
    const config = createConfig(files);
    expect((await config.load()).section.listen).toBe('127.0.0.1:4100');
    files.set(file, JSON.stringify({ gateway: { listen: '127.0.0.1:1' } }));
    expect((await config.load()).section.listen).toBe('127.0.0.1:1');
  });

  // A deployment can remove a file before it writes the next one. Without a file, any key is accepted.
  it('rejects a reload after its file was removed', async () => {
    const files = new Map([[file, JSON.stringify({ gateway: { cors: [] } })]]);
    const config = createConfig(files);
    const { section } = await config.load();
    files.clear();
    await expect(config.load()).rejects.toMatchObject({
      code: 'invalid-configuration',
      path: file,
      message: `${file}: expected the file that was read before, received none`,
    });
    files.set(file, JSON.stringify({ gateway: { cors: [] } }));
    expect((await config.load()).section).toEqual(section);
  });
});
