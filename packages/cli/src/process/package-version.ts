import { readFileSync } from 'node:fs';

/** Returns the version in the manifest of this package. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL(import.meta.resolve('@understudy/cli/package.json')), 'utf8'),
  );
  const version: unknown = Object(manifest).version;
  return typeof version === 'string' ? version : 'unknown';
}
