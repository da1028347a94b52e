import { Argument, Command, InvalidArgumentError, Option } from 'commander';

import type { CliPorts } from '../cli-ports.ts';
import type { ChatArguments } from '../commands/chat.ts';
import type { DemoArguments } from '../commands/demo.ts';
import type { DoctorArguments } from '../commands/doctor.ts';
import type { EmulateArguments } from '../commands/emulate.ts';
import type { ExplainArguments } from '../commands/explain.ts';
import type { ModelsArguments } from '../commands/models.ts';
import type { ProvidersArguments } from '../commands/providers.ts';
import { defaultModel } from '../default-model.ts';
import { type EmulatedVendor, emulatedVendors } from '../packages/understudy-packages.ts';
import { packageVersion } from '../process/package-version.ts';
import { paint } from '../render/style.ts';
import { widthOf } from '../render/width.ts';
import type { Shell } from './completion-arguments.ts';
import { shells } from './completion-arguments.ts';
import { formatHelpText, helpTexts } from './help-texts.ts';
import type { Invocation } from './invocation.ts';

type DemoFlags = Omit<DemoArguments, 'question'>;
type ChatFlags = Omit<ChatArguments, 'question'>;
type ExplainFlags = Omit<ExplainArguments, 'model'>;
type EmulateFlags = Omit<EmulateArguments, 'vendor'>;
type ModelsFlags = Omit<ModelsArguments, 'provider'>;
type Outputs = Pick<CliPorts, 'stdout' | 'stderr'>;
type Choose = (meant: Invocation) => void;

/** What a program is made for. */
export interface ProgramPorts extends Outputs, Pick<CliPorts, 'disableColors'> {}

/** All commands and their options; the one that was meant is handed to `choose`. */
export function createProgram(ports: ProgramPorts, choose: Choose): Command {
  const program = createCommands(ports, choose);
  addCompletion(program, ports, choose);
  return program;
}

/** What a person may want completed. */
export function createCommands(ports: ProgramPorts, choose: Choose): Command {
  const program = new Command('understudy');
  configure(program, ports)
    .description("Chat providers by name: when the lead can't go on, the understudy steps in.")
    .version(packageVersion(), '-v, --version', 'Print the version')
    .option('--no-color', 'Print without colours, as with NO_COLOR')
    .on('option:no-color', () => ports.disableColors())
    .helpCommand('help [command]', 'Print the help of a command')
    .addHelpText('after', formatHelpText(helpTexts.program, ports.stdout));
  addDemo(program, ports, choose);
  addChat(program, ports, choose);
  addExplain(program, ports, choose);
  addProviders(program, ports, choose);
  addModels(program, ports, choose);
  addDoctor(program, ports, choose);
  addEmulate(program, ports, choose);
  return program;
}

function addDemo(program: Command, { stdout }: Outputs, choose: Choose): void {
  program
    .command('demo')
    .description('Ask an emulated upstream on this machine, without a key')
    .argument('[question...]', 'The words to ask; a greeting in Russian by default')
    .option('--fail', 'Have the lead fail, and its understudy step in')
    .addHelpText('after', formatHelpText(helpTexts.demo, stdout))
    .action((question: string[], flags: DemoFlags) =>
      choose({ command: 'demo', question, ...flags }),
    );
}

function addChat(program: Command, { stdout }: Outputs, choose: Choose): void {
  const command = program
    .command('chat')
    .description('Ask a provider or a chain; without words, on a terminal, talk')
    .argument('[question...]', 'The words to ask; what is piped in is added to them')
    .option('--model <reference>', `Whom to ask: ${referenceHelp}`);
  addTargetOptions(command)
    .option('--system <text>', 'What the model is told beforehand')
    .option('--json', 'Print events instead of text, a JSON object per line')
    .addHelpText('after', formatHelpText(helpTexts.chat, stdout))
    .action((question: string[], flags: ChatFlags) =>
      choose({ command: 'chat', question, ...flags }),
    );
}

function addExplain(program: Command, { stdout }: Outputs, choose: Choose): void {
  const command = program
    .command('explain')
    .description('Print what a chat would do, and why; nobody is asked')
    .argument('[reference]', `Whom to ask: ${referenceHelp}`);
  addTargetOptions(command)
    .option('--json', 'Print the plan as JSON')
    .addHelpText('after', formatHelpText(helpTexts.explain, stdout))
    .action((model: string | undefined, flags: ExplainFlags) =>
      choose({ command: 'explain', model, ...flags }),
    );
}

function addProviders(program: Command, { stdout }: Outputs, choose: Choose): void {
  program
    .command('providers')
    .description('List the providers: what they can do, what they need')
    .addOption(configOption())
    .option('--json', 'Print them as JSON, a line each')
    .addHelpText('after', formatHelpText(helpTexts.providers, stdout))
    .action((flags: ProvidersArguments) => choose({ command: 'providers', ...flags }));
}

function addModels(program: Command, { stdout }: Outputs, choose: Choose): void {
  program
    .command('models')
    .description('List the models: those declared, and those offered right now')
    .argument('[provider]', 'Whose (default: of all providers)')
    .addOption(configOption())
    .option('--json', 'Print them as JSON, a line for each provider')
    .addHelpText('after', formatHelpText(helpTexts.models, stdout))
    .action((provider: string | undefined, flags: ModelsFlags) =>
      choose({ command: 'models', provider, ...flags }),
    );
}

function addDoctor(program: Command, { stdout }: Outputs, choose: Choose): void {
  program
    .command('doctor')
    .description('Check configuration, keys, and whether providers can be asked')
    .addOption(configOption())
    .option('--json', 'Print the checks as JSON, a line each')
    .addHelpText('after', formatHelpText(helpTexts.doctor, stdout))
    .action((flags: DoctorArguments) => choose({ command: 'doctor', ...flags }));
}

function addCompletion(program: Command, { stdout }: Outputs, choose: Choose): void {
  program
    .command('completion')
    .description('Print what makes a shell complete these commands at Tab')
    .addArgument(new Argument('<shell>', 'Which shell').choices(shells))
    .addHelpText('after', formatHelpText(helpTexts.completion, stdout))
    .action((shell: Shell) => choose({ command: 'completion', shell }));
  // What the shell asks at Tab: the words so far, behind two dashes.
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action((words: string[]) => choose({ command: 'complete', words }));
}

function addEmulate(program: Command, { stdout }: Outputs, choose: Choose): void {
  program
    .command('emulate')
    .description('Start an emulated vendor on this machine, with faults on demand')
    .addArgument(new Argument('<vendor>', 'Whose protocol it speaks').choices(emulatedVendors))
    .option('--port <number>', 'Where it listens; 0 takes a free port (default: 4000)', readPort)
    .option('--rules <file>', 'What is answered to which message, as JSON')
    .option('--fault <name>', 'What goes wrong next: name, name=2, name=always', append)
    .addOption(
      new Option('--script <file>', 'What goes wrong in which order, as JSON').conflicts('fault'),
    )
    .option('--seed <text>', 'Have ids and times the same each time it is started')
    .option('--pace <ms>', 'The pause between two pieces of an answer (default: 20)', readPause)
    .addHelpText('after', formatHelpText(helpTexts.emulate, stdout))
    .action((vendor: EmulatedVendor, flags: EmulateFlags) =>
      choose({ command: 'emulate', vendor, ...flags }),
    );
}

const readPort = createNumberReader(65_535);
const readPause = createNumberReader(60_000);

function createNumberReader(highest: number): (value: string) => number {
  return (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Infinity;
    if (number <= highest) return number;
    throw new InvalidArgumentError(`Expected a whole number from 0 to ${highest}.`);
  };
}

function append(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

const referenceHelp = `a chain, an alias or provider/model (default: "${defaultModel}")`;

function addTargetOptions(command: Command): Command {
  return command
    .option(
      '--fallback <references>',
      'Who steps in when that fails, in order, with commas between',
      readReferences,
    )
    .option('--base-url <url>', 'Where the provider of the model listens')
    .addOption(configOption());
}

function configOption(): Option {
  return new Option(
    '--config <file>',
    'The configuration (default: understudy.config.json, if any)',
  );
}

function readReferences(value: string, before: readonly string[] = []): readonly string[] {
  const references = value.split(',').map((reference) => reference.trim());
  if (references.includes(''))
    throw new InvalidArgumentError('Expected names with commas between.');
  return [...before, ...references];
}

/** Before the commands are added: they inherit it. */
function configure(program: Command, { stdout, stderr }: Outputs): Command {
  return program
    .exitOverride()
    .helpOption('-h, --help', 'Print this help')
    .configureHelp({
      styleTitle: (title) => paint('bold', title, stdout),
      subcommandTerm: (command) => command.name(),
    })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      // Told by runCli, in the form of all other errors.
      outputError: () => {},
      getOutHelpWidth: () => widthOf(stdout),
      getErrHelpWidth: () => widthOf(stderr),
      getOutHasColors: () => stdout.isTTY === true,
      getErrHasColors: () => stderr.isTTY === true,
    });
}
