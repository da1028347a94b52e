import type { ArgumentHandler, RootCommand } from '@bomb.sh/tab';
import tab from '@bomb.sh/tab/commander';
import type { DiscoveredProvider } from '@understudy/core/discovery';
import { discoverProviders } from '@understudy/core/discovery';

import type { CompleteArguments, CompletionArguments } from '../arguments/completion-arguments.ts';
import { createCommands } from '../arguments/create-program.ts';
import type { CliPorts } from '../cli-ports.ts';
import type { CommandContext } from '../command-context.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import { bashCompletion } from './bash-completion.ts';

const name = 'understudy';

/** `understudy completion`: the script that a shell reads at its start; the library has it for most. */
export async function printCompletion(
  { shell }: CompletionArguments,
  { ports }: CommandContext,
): Promise<number> {
  if (shell === 'bash') ports.stdout.write(bashCompletion);
  else describeCommands(ports).setup(name, name, shell);
  return 0;
}

/** `understudy complete`: what that script asks at Tab. The library prints the answer. */
export async function complete(
  { words }: CompleteArguments,
  { ports }: CommandContext,
): Promise<number> {
  const root = describeCommands(ports);
  const listings = (await ports.packages()).providers();
  const [chat, explain, models] = ['chat', 'explain', 'models'].map((one) =>
    root.commands.get(one),
  );
  const model = chat?.options.get('model');
  if (model) model.handler = (offer) => offerModels(listings, offer);
  const reference = explain?.arguments.get('reference');
  if (reference) reference.handler = (offer) => offerModels(listings, offer);
  const provider = models?.arguments.get('provider');
  const installed = namesProvider(words) ? await findInstalled(ports) : [];
  if (provider) provider.handler = (offer) => offerProviders(listings, installed, offer);
  root.parse([...words]);
  return 0;
}

/** What may be completed; the library adds the two commands of this file by itself. */
function describeCommands(ports: CliPorts): RootCommand {
  return tab(createCommands(ports, ignore), { completionCommandName: 'completion' });
}

/** Whether a provider's id is completed: no other Tab waits for a look at the packages. */
function namesProvider(words: readonly string[]): boolean {
  const command = words.slice(0, -1).find((word) => !word.startsWith('-'));
  return command === 'models' && words.at(-1)?.startsWith('-') === false;
}

/** Tab runs no code of a package, and is no place to tell what is broken. */
async function findInstalled(ports: CliPorts): Promise<readonly DiscoveredProvider[]> {
  try {
    return (await discoverProviders(ports.cwd())).providers;
  } catch {
    return [];
  }
}

type Offer = Parameters<ArgumentHandler>[0];

function offerProviders(
  listings: readonly ProviderListing[],
  installed: readonly DiscoveredProvider[],
  offer: Offer,
): void {
  for (const { id, label } of listings) offer(id, label);
  const others = installed.filter(({ id }) => listings.every((listing) => listing.id !== id));
  for (const { id, packageName } of others) offer(id, packageName);
}

function offerModels(listings: readonly ProviderListing[], offer: Offer): void {
  for (const { id, label, models } of listings) {
    for (const model of models) offer(`${id}/${model.id}`, label);
  }
}

function ignore(): void {}
