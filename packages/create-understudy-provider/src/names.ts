import { Script } from 'node:vm';

import validateName from 'validate-npm-package-name';

import { refuse } from './create-error.ts';
import type { CreateError } from './create-error.ts';

/** What a provider is called, in all the ways in which code and prose call it. */
export interface Names {
  /** As in `understudy-provider-my-vendor`. */
  readonly packageName: string;
  /** The package's name without its scope. */
  readonly folder: string;
  /** As in `my-vendor`: stands before the slash in `provider/model`. */
  readonly id: string;
  /** As in `myVendor`: the export that makes the provider. */
  readonly exportName: string;
  /** As in `MyVendor`: begins the names of types. */
  readonly typeName: string;
  /** As in `MY_VENDOR`: begins the names of environment variables. */
  readonly variable: string;
  /** As in `My Vendor`. */
  readonly label: string;
}

export interface GivenNames {
  /** Of the package, or of the vendor. */
  readonly name: string;
  readonly id?: string | undefined;
  readonly label?: string | undefined;
}

/** @throws CreateError for a name that npm, the core or the language refuses */
export function deriveNames(given: GivenNames): Names {
  const [scope, bare] = splitScope(given.name);
  const vendor = bare.replace(/^(?:understudy-)?provider-/, '');
  if (vendor === '') throw refuseNameless(given.name);
  const packageName = readPackageName(scope === '' ? `${prefix}${vendor}` : given.name, given.name);
  const id = readId(given.id ?? vendor);
  const words = id.split(/[._-]+/).filter((word) => word !== '');
  // Neither a name of code nor a variable may begin with a digit.
  const codeWords = /^\d/.test(id) ? ['vendor', ...words] : words;
  const typeName = codeWords.map(capitalize).join('');
  return {
    packageName,
    folder: packageName.slice(scope.length),
    id,
    exportName: readExportName(typeName.charAt(0).toLowerCase() + typeName.slice(1), id),
    typeName,
    variable: codeWords.join('_').toUpperCase(),
    label: readLabel(given.label ?? words.map(capitalize).join(' ')),
  };
}

/** The refusal of what names no vendor. */
export function refuseNameless(found: string | undefined): CreateError {
  return refuse('name', 'the name of a vendor, such as my-vendor', found);
}

const prefix = 'understudy-provider-';

/** `@scope/name` into `@scope/` and `name`. */
function splitScope(name: string): readonly [scope: string, bare: string] {
  const end = name.startsWith('@') ? name.indexOf('/') + 1 : 0;
  return [name.slice(0, end), name.slice(end)];
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function readPackageName(packageName: string, given: string): string {
  const { validForNewPackages, errors = [], warnings = [] } = validateName(packageName);
  if (validForNewPackages) return packageName;
  const [reason = 'it is refused'] = [...errors, ...warnings];
  throw refuse('name', 'a name that npm takes, such as my-vendor', given, reason);
}

const idShape = /^[a-z0-9][a-z0-9._-]{0,63}$/;

function readId(id: string): string {
  if (idShape.test(id)) return id;
  throw refuse('id', 'letters a to z, digits, dots, dashes and underscores, at most 64', id);
}

function readExportName(exportName: string, id: string): string {
  try {
    // Compiles it, and runs nothing.
    void new Script(`'use strict'; let ${exportName};`);
    return exportName;
  } catch {
    throw refuse('id', 'no word of the language itself', id, `try --id ${id}-ai`);
  }
}

function readLabel(label: string): string {
  if (/^[\p{L}\p{N}][\p{L}\p{N} .&+-]{0,39}$/u.test(label)) return label;
  throw refuse('--label', 'letters, digits, blanks and . & + -, at most 40', label);
}
