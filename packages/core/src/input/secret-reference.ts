import { isRecord } from './records.ts';

/** Where a secret of a configuration file is read from: a variable of the environment, or a file. */
export interface SecretReference {
  readonly kind: 'env' | 'file';
  /** The name of the variable, or the path of the file. */
  readonly name: string;
}

/** Reads `{ "env": "NAME" }` or `{ "file": "path" }`. Returns undefined for any other value. */
export function readSecretReference(value: unknown): SecretReference | undefined {
  if (!isRecord(value)) return undefined;
  const [[kind, name] = [], ...others] = Object.entries(value);
  const isReference = (kind === 'env' || kind === 'file') && others.length === 0;
  return isReference && typeof name === 'string' ? { kind, name } : undefined;
}
