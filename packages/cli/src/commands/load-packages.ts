import type { CommandContext } from '../command-context.ts';
import type { PackageProblem, UnderstudyPackages } from '../packages/understudy-packages.ts';
import { showWarnings } from '../render/show-warnings.ts';

/**
 * Loads the packages and registers the providers that are installed for the working folder. Prints a
 * warning for each package that is skipped.
 */
export async function loadPackages(context: CommandContext): Promise<UnderstudyPackages> {
  const { ports, screen } = context;
  const packages = await ports.packages();
  const problems = await discoverProviders(packages, context);
  const warnings = problems.map(({ message }) => ({ message, code: undefined }));
  showWarnings(warnings, screen, ports.stderr);
  return packages;
}

/**
 * Registers the providers that are installed for the working folder.
 *
 * @throws the reason of the signal, even while the code of a package still runs
 */
export function discoverProviders(
  packages: UnderstudyPackages,
  { ports, signal }: CommandContext,
): Promise<readonly PackageProblem[]> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason));
  return Promise.race([packages.discoverProviders(ports.cwd()), promise]);
}
