import { intro, isCancel, outro, select, text } from '@clack/prompts';

import { CreateError } from '../create-error.ts';
import type { CreatePorts } from '../create-ports.ts';
import { kinds, readKind } from './kind.ts';
import type { Kind } from './kind.ts';
import { deriveNames, invalidVendorName } from './names.ts';
import type { Names } from './names.ts';
import type { CreateArguments } from './parse-arguments.ts';

/** The names and the kind of the new package. */
export interface PackageChoices {
  readonly names: Names;
  readonly kind: Kind;
}

type PromptPorts = Pick<CreatePorts, 'interactive' | 'signal'>;

/** The user canceled the command. */
export class Interruption extends Error {}

/**
 * Returns the given arguments, and prompts for missing ones.
 *
 * @throws CreateError for an invalid argument, and for a missing one without a terminal
 * @throws Interruption if the user cancels a prompt
 */
export async function promptMissing(
  given: CreateArguments,
  ports: PromptPorts,
): Promise<PackageChoices> {
  const derive = (name: string): Names => deriveNames({ ...given, name });
  // Invalid arguments throw before the first prompt.
  const givenNames = given.name === undefined ? undefined : derive(given.name);
  const givenKind = given.kind === undefined ? undefined : readKind(given.kind);
  const isPrompting = ports.interactive && !(givenNames && givenKind);
  if (isPrompting) intro('Create an Understudy provider');
  const names = givenNames ?? derive(await promptName(ports, derive));
  const kind = givenKind ?? (await promptKind(ports));
  if (isPrompting) outro(names.packageName);
  return { names, kind };
}

async function promptName(
  { interactive, signal }: PromptPorts,
  derive: (name: string) => Names,
): Promise<string> {
  if (!interactive) throw invalidVendorName(undefined);
  const validate = (name = ''): string | undefined => {
    try {
      derive(name);
      return undefined;
    } catch (error) {
      if (error instanceof CreateError) return error.message;
      throw error;
    }
  };
  const message = 'Name of the vendor';
  const name = await text({ message, placeholder: 'my-vendor', validate, signal });
  if (isCancel(name)) throw new Interruption();
  return name;
}

async function promptKind({ interactive, signal }: PromptPorts): Promise<Kind> {
  if (!interactive) return readKind(undefined);
  const options = kinds.map((kind) => ({ value: kind, label: kind.label, hint: kind.hint }));
  const kind = await select({ message: 'API of the vendor', options, signal });
  if (isCancel(kind)) throw new Interruption();
  return kind;
}
