import { Argument, Command, InvalidArgumentError, Option } from 'commander';

import type { CliPorts, Output } from '../cli-ports.ts';
import type { ChatArguments } from '../commands/chat.ts';
import type { DemoArguments } from '../commands/demo.ts';
import type { EmulateArguments } from '../commands/emulate.ts';
import type { ExplainArguments } from '../commands/explain.ts';
import { defaultModel } from '../default-model.ts';
import { type EmulatedVendor, emulatedVendors } from '../framework/framework.ts';
import { paint } from '../render/style.ts';
import { formatHelpText, helpTexts } from './help-texts.ts';
import type { Invocation } from './invocation.ts';
import { packageVersion } from './package-version.ts';

type DemoFlags = Omit<DemoArguments, 'question'>;
type ChatFlags = Omit<ChatArguments, 'question'>;
type ExplainFlags = Omit<ExplainArguments, 'model'>;
type EmulateFlags = Omit<EmulateArguments, 'vendor'>;
type Outputs = Pick<CliPorts, 'stdout' | 'stderr'>;
type Choose = (meant: Invocation) => void;

/** The commands and their options; the one that was meant is handed to `choose`. */
export function createProgram(outputs: Outputs, choose: Choose): Command {
  const program = new Command('understudy');
  configure(program, outputs)
    .description("Chat providers by name: when the lead can't go on, the understudy steps in.")
    .version(packageVersion(), '-v, --version', 'Print the version')
    .helpCommand('help [command]', 'Print the help of a command')
    .addHelpText('after', formatHelpText(helpTexts.program, outputs.stdout));
  addDemo(program, outputs, choose);
  addChat(program, outputs, choose);
  addExplain(program, outputs, choose);
  addEmulate(program, outputs, choose);
  program
    .command('providers')
    .description('List the providers: what they can do, what they need')
    .action(() => choose({ command: 'providers' }));
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
    .description('Ask a provider or a chain and print its answer as it comes')
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
    .option('--config <file>', 'The configuration (default: understudy.config.json, if any)');
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
    .configureHelp({ styleTitle: (title) => paint('bold', title, stdout) })
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

function widthOf(output: Output): number {
  return Math.min(output.columns ?? 80, 100);
}
