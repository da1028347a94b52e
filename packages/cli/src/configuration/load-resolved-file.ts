import type { CliPorts } from '../cli-ports.ts';
import type { ConfigurationFile } from './configuration.ts';
import { loadConfigurationFile } from './load-configuration-file.ts';

/**
 * Loads the configuration file like `loadConfigurationFile`, and replaces references to variables and files in the
 * settings by their texts. Loads the code for it only if there are references.
 *
 * @throws ConfigurationError also for a reference whose text is missing
 */
export async function loadResolvedFile(
  path: string | undefined,
  { files, env }: Pick<CliPorts, 'files' | 'env'>,
): Promise<ConfigurationFile | undefined> {
  const file = await loadConfigurationFile(path, files);
  if (!file?.references?.length) return file;
  const { resolveSecrets, revealSecrets } = await import('@understudy/gateway/config');
  const { name, configuration } = file;
  const sources = { env, readFile: (secret: string) => files.read(secret) };
  const settings = await resolveSecrets(
    configuration.settings ?? {},
    [],
    sources,
    `${name}: settings`,
  );
  return { ...file, configuration: { ...configuration, settings: revealSecrets(settings) } };
}
