import { readFileSync } from 'node:fs';

/** A line with a link to a file, and the code block after it. */
const shownFile = /^(\[`[^`\n]+`\]\((examples\/[^)\n]+)\)\n\n```\w+ file\n)[^]*?^```$/gm;

/** Returns a page of `docs` with the contents of the files that it shows. */
export function renderShownFiles(
  page: string,
  readFile: (file: string) => string = readDocsFile,
): string {
  return page.replace(
    shownFile,
    (_, link: string, file: string) => `${link}${readFile(file)}\`\`\``,
  );
}

export function readDocsFile(file: string): string {
  return readFileSync(`docs/${file}`, 'utf8');
}

/** Returns the paths of the files that a page shows, such as `examples/acme-app/by-name.ts`. */
export function listShownFiles(page: string): ReadonlySet<string | undefined> {
  return new Set([...page.matchAll(shownFile)].map(([, , file]) => file));
}
