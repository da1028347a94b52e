import { CreateError } from './create-error.ts';
import type { CreatePorts } from './create-ports.ts';
import type { CreateArguments } from './input/parse-arguments.ts';
import { parseArguments } from './input/parse-arguments.ts';
import { promptMissing, Interruption } from './input/prompt-missing.ts';
import { formatNextSteps } from './next-steps.ts';
import { planPackage } from './package/plan-package.ts';
import { writePackage } from './package/write-package.ts';

/**
 * Creates a provider package.
 *
 * Resolves with the exit code: 0, 1 after an error that it has printed, or 130 after Ctrl-C.
 *
 * @param args - the arguments of the command line
 */
export async function runCreate(args: readonly string[], ports: CreatePorts): Promise<number> {
  try {
    const given = parseArguments(args, ports);
    if (given) await create(given, ports);
    return 0;
  } catch (error) {
    if (error instanceof Interruption) {
      ports.stderr.write('Nothing was created.\n');
      return 130;
    }
    if (!(error instanceof CreateError)) throw error;
    ports.stderr.write(`${error.message}\n`);
    return 1;
  }
}

async function create(given: CreateArguments, ports: CreatePorts): Promise<void> {
  const { names, kind } = await promptMissing(given, ports);
  const plan = await planPackage({ names, kind, folder: given.dir, cwd: ports.cwd });
  await writePackage(plan, ports.signal);
  ports.stdout.write(formatNextSteps(plan, names, ports));
}
