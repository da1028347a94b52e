import type { JsonObject } from '@understudy/core';
import type { ReloadableGateway } from '@understudy/gateway/config';

import type { ServeRuntime } from './serve-config.ts';

/** Returns the applied configuration for `GET /admin/config`, with secrets as names, and why the last reload failed. */
export function describeConfig({
  config,
  failure,
}: Pick<ReloadableGateway<ServeRuntime>, 'config' | 'failure'>): JsonObject {
  const { section, runtime } = config;
  const { listen, admin = null, keys } = section;
  return {
    listen,
    admin,
    keys: keys.map(({ name }) => name),
    settings: runtime.described,
    reloadError: failure ? { path: failure.path ?? null, message: failure.message } : null,
  };
}
