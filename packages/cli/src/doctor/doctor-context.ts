import type { Understudy } from '@understudy/core';

import type { CliPorts } from '../cli-ports.ts';
import type { ConfigurationFile } from '../configuration/configuration.ts';
import { loadResolvedFile } from '../configuration/load-resolved-file.ts';
import { createSetup } from '../configuration/setup.ts';
import type { Setup } from '../configuration/setup.ts';
import type { Failure } from '../failure/failure.ts';
import { toFailure } from '../failure/to-failure.ts';
import { capTimeouts } from '../models/cap-timeouts.ts';
import type { UnderstudyPackages } from '../packages/understudy-packages.ts';

/** What the checks use. */
export interface DoctorContext {
  /** The caller of `createDoctorContext` closes it. */
  readonly understudy: Understudy;
  readonly setup: Setup;
  readonly file: ConfigurationFile | undefined;
  /** Why the file cannot be used. The other fields then come from the environment alone. */
  readonly failure?: Failure;
}

/** Loads the configuration and creates the runtime. A file that cannot be used is left out. */
export async function createDoctorContext(
  config: string | undefined,
  packages: UnderstudyPackages,
  ports: CliPorts,
): Promise<DoctorContext> {
  try {
    return createContext(await loadResolvedFile(config, ports), packages, ports);
  } catch (error) {
    return { ...createContext(undefined, packages, ports), failure: await toFailure(error) };
  }
}

/** @throws ConfigurationError with the file and the path in it */
function createContext(
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
