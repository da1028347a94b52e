// Imported for what it does: it puts the provider on offer.
// oxlint-disable-next-line import/no-unassigned-import
import '@understudy/provider-fakegpt/register';
import type { ModelInfo, ProviderRegistration } from '@understudy/core';
import { createUnderstudy, isUnderstudyError, registeredProviders } from '@understudy/core';
import { startFakeGptEmulator } from '@understudy/emulator';

import type { Framework } from './framework.ts';

/** The packages that this one depends on. */
export const installedFramework: Framework = {
  createUnderstudy: (settings) => createUnderstudy({ providers: 'registered', settings }),
  startUpstream: () => startFakeGptEmulator({ firstSnapshotMs: 400, snapshotIntervalMs: 30 }),
  providers: () =>
    registeredProviders().map((registration) => ({
      ...registration,
      models: modelsOf(registration),
    })),
};

/** A factory opens nothing, so an address that nobody calls is enough to make it tell its models. */
function modelsOf({ settings, factory }: ProviderRegistration): readonly ModelInfo[] {
  const required = settings.filter((setting) => setting.required);
  try {
    return factory(Object.fromEntries(required.map(({ name }) => [name, 'http://localhost'])))
      .models;
  } catch (error) {
    if (isUnderstudyError(error)) return [];
    throw error;
  }
}
