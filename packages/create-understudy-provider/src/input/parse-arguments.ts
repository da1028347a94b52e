import { Command, CommanderError } from 'commander';

import { CreateError } from '../create-error.ts';
import type { CreatePorts } from '../create-ports.ts';
import { packageVersion } from '../package/package-version.ts';
import { kinds } from './kind.ts';

/** The arguments of the command line. */
export interface CreateArguments {
  readonly name?: string | undefined;
  readonly kind?: string | undefined;
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  readonly dir?: string | undefined;
}

/**
 * Parses the command line. Prints help and the version, and then returns undefined.
 *
 * @throws CreateError for invalid arguments
 */
export function parseArguments(
  args: readonly string[],
  { stdout }: Pick<CreatePorts, 'stdout'>,
): CreateArguments | undefined {
  let parsed: CreateArguments | undefined;
  const program = createProgram((given) => (parsed = given)).configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: () => {},
  });
  try {
    program.parse([...args], { from: 'user' });
    return parsed;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    const message = error.message.replaceAll(/^error: |\.$/g, '').replaceAll(/\s+/g, ' ');
    throw new CreateError(`${message}; see --help`);
  }
}

function createProgram(onParsed: (given: CreateArguments) => void): Command {
  const list = kinds.map(({ name, label }) => `  ${name.padEnd(8)}${label}`).join('\n');
  return new Command('create-understudy-provider')
    .usage('[name] [options]')
    .description(
      'Create a package for an Understudy chat provider, with tests. Prompts for missing arguments.',
    )
    .argument('[name]', 'Vendor (my-vendor) or package name (@me/provider-my-vendor)')
    .option('--kind <kind>', `API of the vendor: ${kinds.map(({ name }) => name).join(', ')}`)
    .option(
      '--id <id>',
      'Provider id, the part before the slash in id/model; derived from the name by default',
    )
    .option('--label <label>', 'Display name of the vendor; derived from the id by default')
    .option(
      '--dir <folder>',
      'New or empty folder for the package; named after the package by default',
    )
    .version(packageVersion(), '-v, --version', 'Print the version')
    .helpOption('-h, --help', 'Print this help')
    .addHelpText('after', `\nKinds:\n${list}\n`)
    .addHelpText('after', 'Example:\n  npm create understudy-provider my-vendor -- --kind sse')
    .exitOverride()
    .action((name: string | undefined, options: Omit<CreateArguments, 'name'>) =>
      onParsed({ name, ...options }),
    );
}
