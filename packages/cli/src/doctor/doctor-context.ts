import type { Understudy } from '@understudy/core';

import type { CliPorts } from '../cli-ports.ts';
import type { ConfigurationFile } from '../configuration/configuration.ts';
import { loadConfigurationFile } from '../configuration/load-configuration-file.ts';
import { createSetup } from '../configuration/setup.ts';
import type { Setup } from '../configuration/setup.ts';
import { describeFailure } from '../failure/describe-failure.ts';
import type { Failure } from '../failure/failure.ts';
import { capTimeouts } from '../models/cap-timeouts.ts';
import type { UnderstudyPackages } from '../packages/understudy-packages.ts';

/** With what providers are examined. Whoever gathers it closes the understudy. */
export interface DoctorContext {
  readonly understudy: Understudy;
  readonly setup: Setup;
  readonly file: ConfigurationFile | undefined;
  /** Why the file could not be used, and the environment alone was. */
  readonly failure?: Failure;
}

/** Reads and sets up what a chat would; a file that can't be used is told, and left out. */
export async function createDoctorContext(
  config: string | undefined,
  packages: UnderstudyPackages,
  ports: CliPorts,
): Promise<DoctorContext> {
  try {
    return setUp(await loadConfigurationFile(config, ports.files), packages, ports);
  } catch (error) {
    return { ...setUp(undefined, packages, ports), failure: await describeFailure(error) };
  }
}

/** @throws what is wrong in the file, with the file's name */
function setUp(
  file: ConfigurationFile | undefined,
  packages: UnderstudyPackages,
  { env }: CliPorts,
): DoctorContext {
  const setup = createSetup({}, { listings: packages.providers(), env, file });
  try {
    const understudy = packages.createUnderstudy(capTimeouts(setup.configuration));
    return { understudy, setup, file };
  } catch (error) {
    throw setup.locate(error);
  }
}
