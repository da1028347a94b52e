import type { Understudy } from '@understudy/core';

import { loadConfigurationFile } from '../configuration/load-configuration-file.ts';
import type { Setup, TargetArguments } from '../configuration/setup.ts';
import { createSetup } from '../configuration/setup.ts';
import type { Framework } from '../framework/framework.ts';
import type { CommandContext } from './command-context.ts';

/**
 * Lends an understudy that is set up by flags, environment and file, and closes it.
 *
 * @throws what `use` was ended by; what is wrong in the file with the file's name
 */
export async function withUnderstudy(
  input: TargetArguments,
  { ports }: CommandContext,
  use: (understudy: Understudy, setup: Setup, framework: Framework) => Promise<void>,
): Promise<void> {
  const file = await loadConfigurationFile(input.config, ports.files);
  const framework = await ports.framework();
  const setup = createSetup(input, { listings: framework.providers(), env: ports.env, file });
  try {
    await using understudy = framework.createUnderstudy(setup.configuration);
    await use(understudy, setup, framework);
  } catch (error) {
    throw setup.locate(error);
  }
}
