import { intro, isCancel, outro, select, text } from '@clack/prompts';

import { CreateError } from './create-error.ts';
import type { CreatePorts } from './create-ports.ts';
import { kinds, readKind } from './kind.ts';
import type { Kind } from './kind.ts';
import { deriveNames, refuseNameless } from './names.ts';
import type { Names } from './names.ts';
import type { CreateArguments } from './parse-arguments.ts';

/** What has to be known of a package before it is made. */
export interface Answers {
  readonly names: Names;
  readonly kind: Kind;
}

type Person = Pick<CreatePorts, 'interactive' | 'signal'>;

/** The reason for which a run ends when a person leaves in its middle. */
export class Interruption extends Error {}

/**
 * What was given, and what was not, from the person at the terminal.
 *
 * @throws CreateError for what can't be used, or is missing where nobody can be asked; Interruption
 */
export async function askMissing(given: CreateArguments, person: Person): Promise<Answers> {
  const derive = (name: string): Names => deriveNames({ ...given, name });
  // What is given is judged before anything is asked.
  const givenNames = given.name === undefined ? undefined : derive(given.name);
  const givenKind = given.kind === undefined ? undefined : readKind(given.kind);
  const isAsking = person.interactive && !(givenNames && givenKind);
  if (isAsking) intro('A new provider for Understudy');
  const names = givenNames ?? derive(await askName(person, derive));
  const kind = givenKind ?? (await askKind(person));
  if (isAsking) outro(names.packageName);
  return { names, kind };
}

async function askName(
  { interactive, signal }: Person,
  derive: (name: string) => Names,
): Promise<string> {
  if (!interactive) throw refuseNameless(undefined);
  const validate = (name = ''): string | undefined => {
    try {
      derive(name);
      return undefined;
    } catch (error) {
      if (error instanceof CreateError) return error.message;
      throw error;
    }
  };
  const message = 'What is the vendor called?';
  const name = await text({ message, placeholder: 'my-vendor', validate, signal });
  if (isCancel(name)) throw new Interruption();
  return name;
}

async function askKind({ interactive, signal }: Person): Promise<Kind> {
  if (!interactive) return readKind(undefined);
  const options = kinds.map((kind) => ({ value: kind, label: kind.label, hint: kind.hint }));
  const kind = await select({ message: 'How does it talk?', options, signal });
  if (isCancel(kind)) throw new Interruption();
  return kind;
}
