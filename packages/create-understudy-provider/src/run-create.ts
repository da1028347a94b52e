import { askMissing, Interruption } from './ask-missing.ts';
import { CreateError } from './create-error.ts';
import type { CreatePorts } from './create-ports.ts';
import { nextSteps } from './next-steps.ts';
import type { CreateArguments } from './parse-arguments.ts';
import { parseArguments } from './parse-arguments.ts';
import { planPackage } from './plan-package.ts';
import { writePackage } from './write-package.ts';

/** Makes the package that the words ask for; resolves with the exit code. Every refusal is told. */
export async function runCreate(words: readonly string[], ports: CreatePorts): Promise<number> {
  try {
    const given = parseArguments(words, ports);
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
  const { names, kind } = await askMissing(given, ports);
  const plan = await planPackage({ names, kind, folder: given.dir, cwd: ports.cwd });
  await writePackage(plan, ports.signal);
  ports.stdout.write(nextSteps(plan, names, ports));
}
