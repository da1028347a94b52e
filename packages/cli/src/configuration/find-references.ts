import { isRecord, readSecretReference } from '@understudy/core/internal';

import type { Configuration } from './configuration.ts';

/** Returns the paths of the settings that are `{ "env": … }` or `{ "file": … }`, or contain such a header. */
export function findReferences(settings: Configuration['settings'] = {}): readonly string[] {
  return Object.entries(settings).flatMap(([id, fields]) =>
    Object.entries(fields)
      .filter(([, value]) => containsReference(value))
      .map(([name]) => `settings.${id}.${name}`),
  );
}

function containsReference(value: unknown): boolean {
  if (readSecretReference(value)) return true;
  return isRecord(value) && Object.values(value).some(containsReference);
}
