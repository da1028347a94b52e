import { formatCount } from '@understudy/core/internal';

import type { ConfigurationFile } from '../configuration/configuration.ts';
import { defaultFileName } from '../configuration/load-configuration-file.ts';
import type { Failure } from '../failure/failure.ts';
import type { Check } from './check.ts';

const name = 'configuration';

/**
 * Summarizes the configuration file.
 *
 * @param failure - the reason why the file cannot be used
 */
export function checkConfiguration(
  file: ConfigurationFile | undefined,
  failure: Failure | undefined,
): Check {
  if (failure) return { name, status: 'failed', summary: failure.code, failure };
  if (!file) return { name, status: 'skipped', summary: `no ${defaultFileName} in this folder` };
  const { settings = {}, chains = {}, aliases = {} } = file.configuration;
  const parts = [
    formatCount(Object.keys(chains).length, 'chain'),
    formatCount(Object.keys(aliases).length, 'alias', 'aliases'),
    `settings of ${formatCount(Object.keys(settings).length, 'provider')}`,
  ];
  return { name, status: 'ok', summary: `${file.name}: ${parts.join(', ')}` };
}
