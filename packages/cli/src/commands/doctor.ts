import type { CommandContext } from '../command-context.ts';
import { checkConfiguration } from '../doctor/check-configuration.ts';
import type { Check, CheckGroup } from '../doctor/check.ts';
import { createDoctorContext } from '../doctor/doctor-context.ts';
import { describeChecks, formatCheck } from '../doctor/format-check.ts';
import { runChecks } from '../doctor/run-checks.ts';
import type { PackageProblem } from '../packages/understudy-packages.ts';
import { packageVersion } from '../process/package-version.ts';
import { formatJsonLine } from '../render/json-line.ts';
import { startSpinner } from '../render/spinner.ts';
import { paint } from '../render/style.ts';
import { wrapWords } from '../render/wrap-words.ts';
import { discover } from './load-packages.ts';

export interface DoctorArguments {
  readonly config?: string | undefined;
  readonly json?: boolean | undefined;
}

/**
 * `understudy doctor`: whether everything is there that a chat needs. Ends with the exit code of what
 * failed first.
 */
export async function doctor(input: DoctorArguments, context: CommandContext): Promise<number> {
  const { ports, signal } = context;
  const packages = await ports.packages();
  const problems = await discover(packages, context);
  const doctorContext = await createDoctorContext(input.config, packages, ports);
  await using _ = doctorContext.understudy;
  // The command that was started has refused an older Node.
  const node: Check = { name: 'node', status: 'ok', summary: ports.nodeVersion };
  const configuration = checkConfiguration(doctorContext.file, doctorContext.failure);
  const groups: readonly CheckGroup[] = [
    {
      title: `Understudy ${packageVersion()}`,
      checks: [node, configuration, ...problems.map(warnOfPackage)].map((check) => ({
        name: check.name,
        result: Promise.resolve(check),
      })),
    },
    ...runChecks(packages.providers(), doctorContext, ports, signal),
  ].filter(({ checks }) => checks.length > 0);
  const show = input.json === true ? showLines : showSheet;
  const checks = await show(groups, context);
  return checks.find(({ failure }) => failure)?.failure?.exitCode ?? 0;
}

function warnOfPackage({ package: name, message: summary }: PackageProblem): Check {
  return { name, status: 'warning', summary };
}

async function showLines(
  groups: readonly CheckGroup[],
  { screen, signal }: CommandContext,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const { result } of groups.flatMap((group) => group.checks)) {
    const check = await result;
    signal.throwIfAborted();
    checks.push(check);
    const { failure, latencyMs, ...found } = check;
    const rounded = latencyMs === undefined ? undefined : Math.round(latencyMs);
    await screen.line(
      formatJsonLine('check', { ...found, latencyMs: rounded, error: failure?.json }),
    );
  }
  return checks;
}

async function showSheet(
  groups: readonly CheckGroup[],
  { ports, screen, signal }: CommandContext,
): Promise<readonly Check[]> {
  const { stdout } = ports;
  const shown: Check[] = [];
  for (const { title, checks } of groups) {
    const nameWidth = Math.max(...checks.map(({ name }) => name.length));
    screen.block(stdout, paint('bold', title, stdout));
    for (const { name, result } of checks) {
      const spinner = startSpinner(`Asking ${name}`, ports, signal);
      const check = await result;
      spinner.stop();
      signal.throwIfAborted();
      screen.report(stdout, formatCheck(check, nameWidth, stdout));
      shown.push(check);
    }
  }
  screen.block(stdout, paint('dim', wrapWords(describeChecks(shown), stdout), stdout));
  return shown;
}
