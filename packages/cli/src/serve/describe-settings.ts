import type { JsonObject } from '@understudy/core';
import { readSecretReference } from '@understudy/core/internal';

import type { ConfigurationFile } from '../configuration/configuration.ts';

/**
 * Returns the names of the settings in a file, by provider. A setting that is read from a variable or a file has its
 * reference, any other `set`: its value can be confidential.
 */
export function describeSettings(file: ConfigurationFile | undefined): JsonObject {
  const { settings = {} } = file?.configuration ?? {};
  return mapFields(settings, (fields) => mapFields(fields, describeSetting));
}

function describeSetting(value: unknown): string {
  const reference = readSecretReference(value);
  return reference ? `${reference.kind} ${reference.name}` : 'set';
}

function mapFields<Value>(
  object: Readonly<Record<string, Value>>,
  describe: (value: Value) => JsonObject | string,
): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, describe(value)]));
}
