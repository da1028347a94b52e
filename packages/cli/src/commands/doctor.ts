import type { CommandContext } from '../command-context.ts';
import { checkConfiguration } from '../doctor/check-configuration.ts';
import type { Check, CheckGroup } from '../doctor/check.ts';
import { createDoctorContext } from '../doctor/doctor-context.ts';
import { formatCheck, summarizeChecks } from '../doctor/format-check.ts';
import { runChecks } from '../doctor/run-checks.ts';
import type { PackageProblem } from '../packages/understudy-packages.ts';
import { packageVersion } from '../process/package-version.ts';
import { formatJsonLine } from '../render/format-json-line.ts';
import { paint } from '../render/paint.ts';
import { startSpinner } from '../render/start-spinner.ts';
import { textWidth } from '../render/wrap/text-width.ts';
import { wrapWords } from '../render/wrap/wrap-words.ts';
import { discoverProviders } from './load-packages.ts';

export interface DoctorArguments {
  readonly config?: string | undefined;
  readonly json?: boolean | undefined;
}

/**
 * Runs `understudy doctor`: checks the configuration and every configured provider. Resolves with 0
 * or the exit code of the first failed check.
 */
export async function doctor(input: DoctorArguments, context: CommandContext): Promise<number> {
  const { ports, signal } = context;
  const packages = await ports.packages();
  const problems = await discoverProviders(packages, context);
  const doctorContext = await createDoctorContext(input.config, packages, ports);
  await using _ = doctorContext.understudy;
  // Always ok, because bin/understudy.js rejects older versions.
  const node: Check = { name: 'node', status: 'ok', summary: ports.nodeVersion };
  const configuration = checkConfiguration(doctorContext.file, doctorContext.failure);
  const groups: readonly CheckGroup[] = [
    {
      title: `Understudy ${packageVersion()}`,
      checks: [node, configuration, ...problems.map(packageWarning)].map((check) => ({
        name: check.name,
        result: Promise.resolve(check),
      })),
    },
    ...runChecks(packages.providers(), doctorContext, ports, signal),
  ].filter(({ checks }) => checks.length > 0);
  const print = input.json === true ? printLines : printReport;
  const checks = await print(groups, context);
  return checks.find(({ failure }) => failure)?.failure?.exitCode ?? 0;
}

function packageWarning({ package: name, message: summary }: PackageProblem): Check {
  return { name, status: 'warning', summary };
}

async function printLines(
  groups: readonly CheckGroup[],
  { screen, signal }: CommandContext,
): Promise<readonly Check[]> {
  const printed: Check[] = [];
  for (const { result } of groups.flatMap((group) => group.checks)) {
    const check = await result;
    signal.throwIfAborted();
    printed.push(check);
    const { failure, latencyMs, ...fields } = check;
    const rounded = latencyMs === undefined ? undefined : Math.round(latencyMs);
    await screen.writeJsonLine(
      formatJsonLine('check', { ...fields, latencyMs: rounded, error: failure?.json }),
    );
  }
  return printed;
}

async function printReport(
  groups: readonly CheckGroup[],
  { ports, screen, signal }: CommandContext,
): Promise<readonly Check[]> {
  const { stdout } = ports;
  const printed: Check[] = [];
  const shownHints = new Set<string>();
  for (const { title, checks } of groups) {
    const nameWidth = Math.max(...checks.map(({ name }) => textWidth(name)));
    screen.writeBlock(stdout, paint('bold', title, stdout));
    for (const { name, result } of checks) {
      const spinner = startSpinner(`Checking ${name}`, ports, signal);
      const check = await result;
      spinner.stop();
      signal.throwIfAborted();
      screen.writeLine(stdout, formatCheck(check, nameWidth, stdout, shownHints));
      printed.push(check);
    }
  }
  screen.writeBlock(stdout, paint('dim', wrapWords(summarizeChecks(printed), stdout), stdout));
  return printed;
}
