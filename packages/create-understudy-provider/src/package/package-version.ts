import { readFileSync } from 'node:fs';

/** Returns the version of this package. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL(import.meta.resolve('create-understudy-provider/package.json')), 'utf8'),
  );
  const version: unknown = Object(manifest).version;
  return typeof version === 'string' ? version : 'unknown';
}
