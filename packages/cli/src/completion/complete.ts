import type { ArgumentHandler, RootCommand } from '@bomb.sh/tab';
import tab from '@bomb.sh/tab/commander';
import type { DiscoveredProvider } from '@understudy/core/discovery';
import { discoverProviders } from '@understudy/core/discovery';

import type { CompleteArguments, CompletionArguments } from '../arguments/completion-arguments.ts';
import { createCommands } from '../arguments/create-program.ts';
import type { CliPorts } from '../cli-ports.ts';
import type { CommandContext } from '../command-context.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { loadConfigurationFile } from '../configuration/load-configuration-file.ts';
import { emulatedVendors } from '../packages/understudy-packages.ts';
import type { ProviderListing, UnderstudyPackages } from '../packages/understudy-packages.ts';
import { bashCompletion } from './bash-completion.ts';

const commandName = 'understudy';

/** Runs `understudy completion`: prints the completion script of a shell. */
export async function printCompletion(
  { shell }: CompletionArguments,
  { ports }: CommandContext,
): Promise<number> {
  if (shell === 'bash') ports.stdout.write(bashCompletion);
  else createCompletion(ports).setup(commandName, commandName, shell);
  return 0;
}

/**
 * Runs `understudy complete`, which the completion scripts call: prints the candidates for the last
 * word.
 */
export async function complete(
  { words }: CompleteArguments,
  { ports }: CommandContext,
): Promise<number> {
  const root = createCompletion(ports);
  const packages = await ports.packages();
  const listings = packages.providers();
  completeReferences(root, listings, await loadNames(ports));
  completeFaults(root, packages, words);
  completeProviders(root, listings, completesProvider(words) ? await findInstalled(ports) : []);
  root.parse([...words]);
  return 0;
}

function completeReferences(
  root: RootCommand,
  listings: readonly ProviderListing[],
  { chains = {}, aliases = {} }: Configuration,
): void {
  const chat = root.commands.get('chat')?.options;
  const explain = root.commands.get('explain')?.arguments;
  for (const word of [chat?.get('model'), chat?.get('fallback'), explain?.get('reference')]) {
    if (!word) continue;
    word.handler = (add) => {
      for (const chain of Object.keys(chains)) add(chain, 'chain');
      for (const alias of Object.keys(aliases)) add(alias, 'alias');
      addModels(listings, add);
    };
  }
}

function completeFaults(
  root: RootCommand,
  packages: UnderstudyPackages,
  words: readonly string[],
): void {
  const fault = root.commands.get('emulate')?.options.get('fault');
  const vendor = emulatedVendors.find((known) => words.includes(known));
  if (!fault || !vendor) return;
  fault.handler = (add) => {
    for (const name of packages.faultNames(vendor)) add(name, 'fault');
  };
}

function completeProviders(
  root: RootCommand,
  listings: readonly ProviderListing[],
  installed: readonly DiscoveredProvider[],
): void {
  const provider = root.commands.get('models')?.arguments.get('provider');
  if (provider) provider.handler = (add) => addProviders(listings, installed, add);
}

/** The library adds the commands `completion` and `complete` itself. */
function createCompletion(ports: CliPorts): RootCommand {
  return tab(createCommands(ports, ignore), { completionCommandName: 'completion' });
}

/** A configuration file that is not valid has no names. The command itself reports it. */
async function loadNames({ files }: CliPorts): Promise<Configuration> {
  try {
    return (await loadConfigurationFile(undefined, files))?.configuration ?? {};
  } catch {
    return {};
  }
}

/** Installed packages are searched only if the last word is a provider id. */
function completesProvider(words: readonly string[]): boolean {
  const command = words.slice(0, -1).find((word) => !word.startsWith('-'));
  return command === 'models' && words.at(-1)?.startsWith('-') === false;
}

/** Does not run the code of the packages and does not report broken ones. */
async function findInstalled(ports: CliPorts): Promise<readonly DiscoveredProvider[]> {
  try {
    return (await discoverProviders(ports.cwd())).providers;
  } catch {
    return [];
  }
}

type AddCandidate = Parameters<ArgumentHandler>[0];

function addProviders(
  listings: readonly ProviderListing[],
  installed: readonly DiscoveredProvider[],
  add: AddCandidate,
): void {
  for (const { id, label } of listings) add(id, label);
  const others = installed.filter(({ id }) => listings.every((listing) => listing.id !== id));
  for (const { id, packageName } of others) add(id, packageName);
}

function addModels(listings: readonly ProviderListing[], add: AddCandidate): void {
  for (const { id, label, models } of listings) {
    for (const model of models) add(`${id}/${model.id}`, label);
  }
}

function ignore(): void {}
