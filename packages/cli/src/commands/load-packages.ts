import type { CommandContext } from '../command-context.ts';
import type { UnderstudyPackages, PackageProblem } from '../packages/understudy-packages.ts';
import { showWarnings } from '../render/show-warnings.ts';

/** The packages with what is installed for the working folder; a package that is broken is told. */
export async function loadPackages(context: CommandContext): Promise<UnderstudyPackages> {
  const { ports, screen } = context;
  const packages = await ports.packages();
  const problems = await discover(packages, context);
  const warnings = problems.map(({ message }) => ({ message, code: undefined }));
  showWarnings(warnings, screen, ports.stderr);
  return packages;
}

/**
 * Has the packages find what is installed for the working folder.
 *
 * @throws the reason of the signal, however long the code of a package takes
 */
export function discover(
  packages: UnderstudyPackages,
  { ports, signal }: CommandContext,
): Promise<readonly PackageProblem[]> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason));
  return Promise.race([packages.discover(ports.cwd()), promise]);
}
