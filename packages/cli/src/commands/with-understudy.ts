import type { Understudy } from '@understudy/core';

import type { CommandContext } from '../command-context.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { loadResolvedFile } from '../configuration/load-resolved-file.ts';
import type { Setup, TargetArguments } from '../configuration/setup.ts';
import { createSetup } from '../configuration/setup.ts';
import type { UnderstudyPackages } from '../packages/understudy-packages.ts';
import { loadPackages } from './load-packages.ts';

/**
 * Creates a runtime from flags, environment and configuration file, calls `use` and closes the
 * runtime.
 *
 * @param adjust - changes the configuration before the runtime is created
 * @throws the error of `use`; a ConfigurationError names the flag, variable or file of its value
 */
export async function withUnderstudy(
  input: TargetArguments,
  context: CommandContext,
  use: (understudy: Understudy, setup: Setup, packages: UnderstudyPackages) => Promise<void>,
  adjust: (configuration: Configuration) => Configuration = (configuration) => configuration,
): Promise<void> {
  const { ports } = context;
  const file = await loadResolvedFile(input.config, ports);
  const packages = await loadPackages(context);
  const setup = createSetup(input, { listings: packages.providers(), env: ports.env, file });
  try {
    await using understudy = packages.createUnderstudy(adjust(setup.configuration));
    await use(understudy, setup, packages);
  } catch (error) {
    throw setup.locate(error);
  }
}
