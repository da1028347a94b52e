import type { ConfigurationFile } from '../configuration/configuration.ts';
import { defaultFileName } from '../configuration/load-configuration-file.ts';
import type { Failure } from '../failure/failure.ts';
import { count } from '../render/count.ts';
import type { Check } from './check.ts';

const name = 'configuration';

/** What stands in the configuration file, or why it can't be used. */
export function checkConfiguration(
  file: ConfigurationFile | undefined,
  failure: Failure | undefined,
): Check {
  if (failure) return { name, status: 'failed', summary: failure.code, failure };
  if (!file) return { name, status: 'skipped', summary: `no ${defaultFileName} in this folder` };
  const { settings = {}, chains = {}, aliases = {} } = file.configuration;
  const parts = [
    count(Object.keys(chains).length, 'chain'),
    count(Object.keys(aliases).length, 'alias', 'aliases'),
    `settings of ${count(Object.keys(settings).length, 'provider')}`,
  ];
  return { name, status: 'ok', summary: `${file.name}: ${parts.join(', ')}` };
}
