import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the page. */
export interface PageFile {
  /** The path of its URL. */
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Returns the files of the built page; none if it was not built, or if the package is not installed. */
export function readPageFiles(folder: string | undefined = findBuiltPage()): readonly PageFile[] {
  if (folder === undefined || !existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const type = types[extname(name)];
    if (type === undefined) return [];
    const path = name === 'index.html' ? '/' : `/${name.replaceAll('\\', '/')}`;
    return { path, type, body: readFileSync(join(folder, name)) };
  });
}

function findBuiltPage(): string | undefined {
  try {
    const manifest = import.meta.resolve('@understudy/gateway/package.json');
    return fileURLToPath(new URL('dist/playground/', manifest));
  } catch {
    // The bundle of an app runs without the package, and as CommonJS without `import.meta`.
    return undefined;
  }
}

/** The headers of every file of the page. The policy allows no code and no style but those of the files. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};
