import type { CommandContext } from '../command-context.ts';
import type { Framework, PackageProblem } from '../framework/framework.ts';
import { showWarnings } from '../render/show-warnings.ts';

/** The framework with what is installed for the working folder; a package that is broken is told. */
export async function openFramework(context: CommandContext): Promise<Framework> {
  const { ports, screen } = context;
  const framework = await ports.framework();
  const problems = await discover(framework, context);
  const warnings = problems.map(({ message }) => ({ message, code: undefined }));
  showWarnings(warnings, screen, ports.stderr);
  return framework;
}

/**
 * Has the framework find what is installed for the working folder.
 *
 * @throws the reason of the signal, however long the code of a package takes
 */
export function discover(
  framework: Framework,
  { ports, signal }: CommandContext,
): Promise<readonly PackageProblem[]> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason));
  return Promise.race([framework.discover(ports.cwd()), promise]);
}
