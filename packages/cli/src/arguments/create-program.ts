import { Argument, Command, Option } from 'commander';

import type { CliPorts } from '../cli-ports.ts';
import type { ChatArguments } from '../commands/chat.ts';
import type { DemoArguments } from '../commands/demo.ts';
import type { DoctorArguments } from '../commands/doctor.ts';
import type { EmulateArguments } from '../commands/emulate.ts';
import type { ExplainArguments } from '../commands/explain.ts';
import type { KeysArguments } from '../commands/keys.ts';
import type { ModelsArguments } from '../commands/models.ts';
import type { ProvidersArguments } from '../commands/providers.ts';
import type { ServeArguments } from '../commands/serve.ts';
import { type EmulatedVendor, emulatedVendors } from '../packages/understudy-packages.ts';
import { packageVersion } from '../process/package-version.ts';
import { paint } from '../render/paint.ts';
import { terminalWidth } from '../render/wrap/terminal-width.ts';
import type { Shell } from './completion-arguments.ts';
import { shells } from './completion-arguments.ts';
import { formatHelpText, helpTexts } from './help-texts.ts';
import type { Invocation } from './invocation.ts';
import { appendValue, readHost, readPace, readPort } from './option-readers.ts';
import { addTargetOptions, configOption, referenceHelp } from './target-options.ts';

type DemoFlags = Omit<DemoArguments, 'prompt'>;
type ChatFlags = Omit<ChatArguments, 'prompt'>;
type ExplainFlags = Omit<ExplainArguments, 'model'>;
type EmulateFlags = Omit<EmulateArguments, 'vendor'>;
type ModelsFlags = Omit<ModelsArguments, 'provider'>;
type KeysFlags = Omit<KeysArguments, 'name'>;
type HelpPorts = Pick<CliPorts, 'stdout'>;
type OnInvocation = (invocation: Invocation) => void;

export interface ProgramPorts extends HelpPorts, Pick<CliPorts, 'disableColors'> {}

/** Creates the parser of all commands. It calls `onInvocation` with the parsed command. */
export function createProgram(ports: ProgramPorts, onInvocation: OnInvocation): Command {
  const program = createCommands(ports, onInvocation);
  addCompletion(program, ports, onInvocation);
  return program;
}

/** Creates the parser of the commands that shell completion covers. */
export function createCommands(ports: ProgramPorts, onInvocation: OnInvocation): Command {
  const program = new Command('understudy');
  configure(program, ports)
    .description('Send prompts to chat providers and chains with retries and fallback.')
    .version(packageVersion(), '-v, --version', 'Print the version')
    .option('--no-color', 'Disable colors, like NO_COLOR')
    .on('option:no-color', () => ports.disableColors())
    .helpCommand('help [command]', 'Print the help of a command')
    .addHelpText('after', formatHelpText(helpTexts.program, ports.stdout));
  addDemo(program, ports, onInvocation);
  addChat(program, ports, onInvocation);
  addExplain(program, ports, onInvocation);
  addProviders(program, ports, onInvocation);
  addModels(program, ports, onInvocation);
  addDoctor(program, ports, onInvocation);
  addEmulate(program, ports, onInvocation);
  addServe(program, ports, onInvocation);
  addKeys(program, ports, onInvocation);
  return program;
}

function addDemo(program: Command, { stdout }: HelpPorts, onInvocation: OnInvocation): void {
  program
    .command('demo')
    .description('Send a prompt to an emulated server on this machine')
    .argument('[prompt...]', 'Prompt (default: a greeting)')
    .option('--fail', 'Show a fallback from a failing provider to another one')
    .addHelpText('after', formatHelpText(helpTexts.demo, stdout))
    .action((prompt: string[], flags: DemoFlags) =>
      onInvocation({ command: 'demo', prompt, ...flags }),
    );
}

function addChat(program: Command, { stdout }: HelpPorts, onInvocation: OnInvocation): void {
  const command = program
    .command('chat')
    .description('Send a prompt to a model or chain. Without a prompt, start an interactive chat.')
    .argument('[prompt...]', 'Prompt; piped input is appended, "-" waits for it')
    .option('--model <reference>', referenceHelp);
  addTargetOptions(command)
    .option('--system <text>', 'System message')
    .option('--json', 'Print one JSON object per event')
    .addHelpText('after', formatHelpText(helpTexts.chat, stdout))
    .action((prompt: string[], flags: ChatFlags) =>
      onInvocation({ command: 'chat', prompt, ...flags }),
    );
}

function addExplain(program: Command, { stdout }: HelpPorts, onInvocation: OnInvocation): void {
  const command = program
    .command('explain')
    .description('Show which targets a chat would use and why. Sends nothing.')
    .argument('[reference]', referenceHelp);
  addTargetOptions(command)
    .option('--json', 'Print one JSON object')
    .addHelpText('after', formatHelpText(helpTexts.explain, stdout))
    .action((model: string | undefined, flags: ExplainFlags) =>
      onInvocation({ command: 'explain', model, ...flags }),
    );
}

function addProviders(program: Command, { stdout }: HelpPorts, onInvocation: OnInvocation): void {
  program
    .command('providers')
    .description('List the providers with their capabilities and settings')
    .addOption(configOption())
    .option('--json', 'Print one JSON object per provider')
    .addHelpText('after', formatHelpText(helpTexts.providers, stdout))
    .action((flags: ProvidersArguments) => onInvocation({ command: 'providers', ...flags }));
}

function addModels(program: Command, { stdout }: HelpPorts, onInvocation: OnInvocation): void {
  program
    .command('models')
    .description('List the models that packages declare and vendors offer')
    .argument('[provider]', 'Id of a provider (default: all providers)')
    .addOption(configOption())
    .option('--json', 'Print one JSON object per provider')
    .addHelpText('after', formatHelpText(helpTexts.models, stdout))
    .action((provider: string | undefined, flags: ModelsFlags) =>
      onInvocation({ command: 'models', provider, ...flags }),
    );
}

function addDoctor(program: Command, { stdout }: HelpPorts, onInvocation: OnInvocation): void {
  program
    .command('doctor')
    .description('Check the configuration, the keys and the providers')
    .addOption(configOption())
    .option('--json', 'Print one JSON object per check')
    .addHelpText('after', formatHelpText(helpTexts.doctor, stdout))
    .action((flags: DoctorArguments) => onInvocation({ command: 'doctor', ...flags }));
}

function addCompletion(program: Command, { stdout }: HelpPorts, onInvocation: OnInvocation): void {
  program
    .command('completion')
    .description('Print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'Shell').choices(shells))
    .addHelpText('after', formatHelpText(helpTexts.completion, stdout))
    .action((shell: Shell) => onInvocation({ command: 'completion', shell }));
  // The completion scripts call this command with the words after `--`.
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action((words: string[]) => onInvocation({ command: 'complete', words }));
}

function addEmulate(program: Command, { stdout }: HelpPorts, onInvocation: OnInvocation): void {
  program
    .command('emulate')
    .description('Start an emulator of a vendor with scripted faults')
    .addArgument(new Argument('<vendor>', 'Vendor').choices(emulatedVendors))
    .option('--port <number>', 'Port; 0 selects a free one (default: 4000)', readPort)
    .option('--rules <file>', 'JSON file with responses to user messages')
    .option('--fault <name>', 'Next fault: name, name=2 or name=always; repeatable', appendValue)
    .option('--list-faults', 'Print the names of all faults')
    .addOption(
      new Option('--script <file>', 'JSON file with a script of faults').conflicts('fault'),
    )
    .option('--seed <text>', 'Make ids and times reproducible')
    .option('--pace <ms>', 'Delay between two chunks of a response (default: 20)', readPace)
    .addHelpText('after', formatHelpText(helpTexts.emulate, stdout))
    .action((vendor: EmulatedVendor, flags: EmulateFlags) =>
      onInvocation({ command: 'emulate', vendor, ...flags }),
    );
}

function addServe(program: Command, { stdout }: HelpPorts, onInvocation: OnInvocation): void {
  program
    .command('serve')
    .description('Serve the chains to clients of the OpenAI and Anthropic APIs')
    .addOption(configOption())
    .option('--host <address>', 'Address to listen on (default: 127.0.0.1)', readHost)
    .option('--port <number>', 'Port; 0 selects a free one (default: 4100)', readPort)
    .option('--insecure', 'Allow other machines to connect without keys')
    .option('--check', 'Check the configuration and exit')
    .addOption(
      new Option('--demo', 'Serve emulated vendors, without a network or a key').conflicts(
        'config',
      ),
    )
    .addHelpText('after', formatHelpText(helpTexts.serve, stdout))
    .action((flags: ServeArguments) => onInvocation({ command: 'serve', ...flags }));
}

function addKeys(program: Command, { stdout }: HelpPorts, onInvocation: OnInvocation): void {
  program
    .command('keys')
    .description('Create keys for clients of "understudy serve"')
    .helpCommand(false)
    .addHelpText('after', formatHelpText(helpTexts.keys, stdout))
    .command('create')
    .description('Create a key and print it once')
    .argument('<name>', 'Name of the key in logs and limits')
    .option('--json', 'Print one JSON object')
    .addHelpText('after', formatHelpText(helpTexts.createKey, stdout))
    .action((name: string, flags: KeysFlags) => onInvocation({ command: 'keys', name, ...flags }));
}

/** Must run before the commands are added, because they inherit this configuration. */
function configure(program: Command, { stdout }: HelpPorts): Command {
  return program
    .exitOverride()
    .helpOption('-h, --help', 'Print this help')
    .configureHelp({
      minWidthToWrap: 20,
      styleTitle: (title) => paint('bold', title, stdout),
      subcommandTerm: (command) => command.name(),
    })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      // runCli prints parse errors in the format of all other errors, without the help.
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => terminalWidth(stdout),
      getOutHasColors: () => stdout.isTTY === true,
    });
}
