import { Command, CommanderError } from 'commander';

import { CreateError } from './create-error.ts';
import type { CreatePorts } from './create-ports.ts';
import { kinds } from './kind.ts';
import { packageVersion } from './package-version.ts';

/** What was said on the command line. */
export interface CreateArguments {
  readonly name?: string | undefined;
  readonly kind?: string | undefined;
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  readonly dir?: string | undefined;
}

/**
 * The arguments; undefined when they asked for help or the version, which is then printed already.
 *
 * @throws CreateError for what means nothing
 */
export function parseArguments(
  words: readonly string[],
  { stdout }: Pick<CreatePorts, 'stdout'>,
): CreateArguments | undefined {
  let meant: CreateArguments | undefined;
  const program = createProgram((given) => (meant = given)).configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: () => {},
  });
  try {
    program.parse([...words], { from: 'user' });
    return meant;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    const sentence = error.message.replaceAll(/^error: |\.$/g, '').replaceAll(/\s+/g, ' ');
    throw new CreateError(`${sentence}; see --help`);
  }
}

function createProgram(choose: (given: CreateArguments) => void): Command {
  const list = kinds.map(({ name, label }) => `  ${name.padEnd(8)}${label}`).join('\n');
  return new Command('create-understudy-provider')
    .usage('[name] [options]')
    .description('Make a package for a chat provider, with its tests. Asks for what is not given.')
    .argument('[name]', 'The vendor, as in my-vendor, or the package, as in @me/provider-my-vendor')
    .option('--kind <kind>', `How the vendor talks: ${kinds.map(({ name }) => name).join(', ')}`)
    .option('--id <id>', 'What stands before the slash in id/model; from the name by default')
    .option('--label <label>', 'What people call the vendor; from the id by default')
    .option('--dir <folder>', 'Where the package goes; by default to packages/ of a pnpm workspace')
    .version(packageVersion(), '-v, --version', 'Print the version')
    .helpOption('-h, --help', 'Print this help')
    .addHelpText('after', `\nKinds:\n${list}\n`)
    .addHelpText('after', 'Example:\n  npm create understudy-provider my-vendor -- --kind sse')
    .exitOverride()
    .action((name: string | undefined, options: Omit<CreateArguments, 'name'>) =>
      choose({ name, ...options }),
    );
}
