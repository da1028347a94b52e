import { Script } from 'node:vm';

import validateName from 'validate-npm-package-name';

import { invalidValue } from '../create-error.ts';
import type { CreateError } from '../create-error.ts';

/** The names of a provider in code and texts. */
export interface Names {
  /** Such as `understudy-provider-my-vendor`. */
  readonly packageName: string;
  /** The package name without its scope. */
  readonly folder: string;
  /** The provider id, such as `my-vendor` in `my-vendor/some-model`. */
  readonly id: string;
  /** The name of the factory, such as `myVendor`. */
  readonly exportName: string;
  /** The prefix of types, such as `MyVendor`. */
  readonly typeName: string;
  /** The prefix of environment variables, such as `MY_VENDOR`. */
  readonly variable: string;
  /** The display name, such as `My Vendor`. */
  readonly label: string;
}

export interface GivenNames {
  /** The name of the vendor or of the package. */
  readonly name: string;
  readonly id?: string | undefined;
  readonly label?: string | undefined;
}

/** @throws CreateError for an invalid package name, provider id or label, and for a reserved word */
export function deriveNames(given: GivenNames): Names {
  const [scope, bare] = splitScope(given.name);
  const vendor = bare.replace(/^(?:understudy-)?provider-/, '');
  if (vendor === '') throw invalidVendorName(given.name);
  const packageName = readPackageName(scope === '' ? `${prefix}${vendor}` : given.name, given.name);
  const id = readId(given.id ?? vendor);
  const words = id.split(/[._-]+/).filter((word) => word !== '');
  // Identifiers and environment variables cannot start with a digit.
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

export function invalidVendorName(received: string | undefined): CreateError {
  return invalidValue('name', 'the name of a vendor, such as my-vendor', received);
}

const prefix = 'understudy-provider-';

/** Splits `@scope/name` into `@scope/` and `name`. */
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
  const [reason] = [...errors, ...warnings];
  throw invalidValue('name', 'a valid npm package name, such as my-vendor', given, reason);
}

const idShape = /^[a-z0-9][a-z0-9._-]{0,63}$/;

function readId(id: string): string {
  if (idShape.test(id)) return id;
  throw invalidValue('id', 'letters a to z, digits, dots, dashes and underscores, at most 64', id);
}

function readExportName(exportName: string, id: string): string {
  try {
    // Only compiled, not run.
    void new Script(`'use strict'; let ${exportName};`);
    return exportName;
  } catch {
    throw invalidValue('id', 'no reserved word of JavaScript', id, `try --id ${id}-ai`);
  }
}

function readLabel(label: string): string {
  if (/^[\p{L}\p{N}][\p{L}\p{N} .&+-]{0,39}$/u.test(label)) return label;
  throw invalidValue('--label', 'letters, digits, spaces and . & + -, at most 40', label);
}
