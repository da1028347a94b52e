import { readFileSync } from 'node:fs';

/** A line with a link to a file, and the fence after it. */
const shownFile = /^(\[`[^`\n]+`\]\((examples\/[^)\n]+)\)\n\n```\w+ file\n)[^]*?^```$/gm;

/** A page of `docs` with the files that it shows as they are. */
export function renewShownFiles(page: string): string {
  return page.replace(
    shownFile,
    (_, head: string, file: string) => `${head}${readFileSync(`docs/${file}`, 'utf8')}\`\`\``,
  );
}

/** The files that a page shows, beginning with `examples/`. */
export function listShownFiles(page: string): ReadonlySet<string | undefined> {
  return new Set([...page.matchAll(shownFile)].map(([, , file]) => file));
}
