import type { Framework } from '../framework/framework.ts';
import { showWarnings } from '../render/show-warnings.ts';
import type { CommandContext } from './command-context.ts';

/** The framework with what is installed for the working folder; a package that is broken is told. */
export async function openFramework({ ports, screen }: CommandContext): Promise<Framework> {
  const framework = await ports.framework();
  const problems = await framework.discover(ports.folder());
  const warnings = problems.map(({ message }) => ({ message, code: undefined }));
  showWarnings(warnings, screen, ports.stderr);
  return framework;
}
